/// <reference lib="dom" />
import type { DecisionView } from "../views.ts";
import { read, symbolPath } from "./api.ts";
import { byId, paintAnew } from "./dom.ts";
import { whyPart } from "./panels/why_panel.ts";

/** The panel that says why a bar was traded or not. Until a bar is chosen it follows the newest of the symbol. */
export interface WhyView {
  /** Shows a bar and keeps it, with the focus on it; Escape goes back to `from`. */
  choose(symbol: string, closedAt: string, from: HTMLElement | null): Promise<void>;
  /** Follows the newest bar again. */
  release(): void;
  /** Shows the newest bar, unless one was chosen. */
  follow(symbol: string, closedAt: string): Promise<void>;
  /** Id of the chosen bar's decision; "" where the newest is followed. */
  chosenId(): string;
}

/** Least time between two of the newest bars: nobody reads faster. */
const FOLLOW_MS = 1_000;

/** `onChange` is called when another bar is chosen or let go. */
export function createWhyView(onChange: () => void): WhyView {
  const panel = byId("why"), title = byId("why-title"), button = byId("why-release");
  let chosen = "", shown = "", followedMs = -Infinity, from: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function show(symbol: string, closedAt: string): Promise<DecisionView | null> {
    const wanted = `${symbol} ${closedAt}`;
    shown = wanted;
    const path = `/api/decisions/${symbolPath(symbol)}/${encodeURIComponent(closedAt)}`;
    const decision = await read<DecisionView>(path);
    if (shown === wanted) paintAnew("why-body", whyPart(decision));
    return decision;
  }

  function mark(id: string): void {
    chosen = id;
    button.hidden = id === "";
    byId("why-mode").textContent = id === "" ? "newest bar" : "chosen bar";
    onChange();
  }

  const view: WhyView = {
    async choose(symbol, closedAt, origin) {
      from = origin;
      mark(`${symbol}:${Date.parse(closedAt)}`);
      await show(symbol, closedAt);
      byId("why-body").scrollTop = 0;
      title.focus({ preventScroll: true });
      panel.scrollIntoView({ block: "nearest" });
    },
    release() {
      if (chosen === "") return;
      mark("");
      if (panel.contains(document.activeElement)) (from?.isConnected ? from : byId("chart-place")).focus();
    },
    async follow(symbol, closedAt) {
      clearTimeout(timer);
      if (chosen !== "") return;
      const waitMs = shown.startsWith(symbol) ? followedMs + FOLLOW_MS - performance.now() : 0;
      if (waitMs > 0) {
        // the last one of a rush is shown as well
        timer = setTimeout(() => view.follow(symbol, closedAt).catch(() => {}), waitMs);
        return;
      }
      followedMs = performance.now();
      await show(symbol, closedAt);
    },
    chosenId: () => chosen,
  };
  button.addEventListener("click", () => view.release());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector("dialog[open]") === null) view.release();
  });
  return view;
}
