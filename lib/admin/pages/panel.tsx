import type { Child } from "hono/jsx";
import type { Child as PartChild } from "../client/part.ts";
import { Parts } from "./part_view.tsx";

/** A panel: its heading, what stands beside that, and its body. */
export interface PanelProps {
  readonly id: string;
  readonly title: string;
  /** Beside the title, quieter. */
  readonly note?: Child;
  /** At the right of the heading. */
  readonly tools?: Child;
  /** The body scrolls by itself, so it can be reached with the keyboard. */
  readonly isScrolling?: boolean;
  /** Rows it has room for; by default its style says how high it is. */
  readonly room?: number;
  /** The body, as the browser makes it again. */
  readonly parts?: PartChild | readonly PartChild[];
  readonly children?: Child;
}

/** A part of the page with a heading of its own, for readers and for links. */
export function Panel({ id, title, note, tools, isScrolling, room, parts, children }: PanelProps) {
  const scroll = isScrolling === true
    ? { class: "body scroll", tabindex: 0, role: "region", "aria-label": title }
    : { class: "body" };
  return (
    <section class="panel" id={id} data-room={room} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`} tabindex={id === "why" ? -1 : undefined}>{title}</h2>
        {note === undefined ? null : <span class="note muted">{note}</span>}
        <div class="tools">{tools}</div>
      </header>
      {parts === undefined ? null : (
        <div id={`${id}-body`} {...scroll}>
          <Parts of={parts} />
        </div>
      )}
      {children}
    </section>
  );
}
