import { type Child, h, type Part } from "./part.ts";

/** A column: its heading, and whether it holds numbers (set to the right, figures under each other). */
export interface Column {
  readonly name: string;
  readonly label: string;
  readonly isNumber?: boolean;
}

/** A row: cells by column; on a phone each cell shows its column's label. */
export interface Row {
  readonly key: string;
  readonly cells: Readonly<Record<string, Child | readonly Child[] | null>>;
  readonly tone?: string;
}

/** What a table is. `cards`: rows become cards where the screen is narrow. */
export interface TableSpec {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly empty: string;
  readonly className?: string;
}

/** A table whose first column heads its rows. */
export function table({ caption, columns, rows, empty, className }: TableSpec): Part {
  const heads = columns.map(({ name, label, isNumber }) =>
    h("th", { scope: "col", class: isNumber === true && "num", "data-column": name }, label)
  );
  const body = rows.length === 0
    ? [h("tr", { key: "empty" }, h("td", { class: "empty", colspan: columns.length }, empty))]
    : rows.map((row) => rowPart(columns, row));
  return h(
    "table",
    { class: className ?? "" },
    h("caption", { class: "hidden" }, caption),
    h("thead", {}, h("tr", {}, heads)),
    h("tbody", {}, body),
  );
}

function rowPart(columns: readonly Column[], { key, cells, tone }: Row): Part {
  const parts = columns.map(({ name, label, isNumber }, i) => {
    const attributes = { class: isNumber === true && "num", "data-label": label, "data-column": name };
    const content = cells[name] ?? null;
    return i === 0 ? h("th", { scope: "row", ...attributes }, content) : h("td", attributes, content);
  });
  return h("tr", { key, class: tone === undefined || tone === "" ? null : tone }, parts);
}

/** A coloured text: the colour never says anything the text does not. */
export function toned(text: string, tone: string): Part {
  return h("span", { class: tone === "" ? null : tone }, text);
}

/** A word in a frame. */
export function badge(text: string, tone = ""): Part {
  return h("span", { class: `badge ${tone}`.trim() }, text);
}

/** A bar that is filled to `share` (0..1) of its length. The number stands beside it, so it says nothing to a reader. */
export function bar(share: number, tone = ""): Part {
  const width = `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%`;
  return h(
    "svg",
    { class: `bar ${tone}`.trim(), "aria-hidden": "true", width: "100%", height: "6" },
    h("rect", { class: "track", width: "100%", height: "6", rx: "3" }),
    h("rect", { class: "fill", width, height: "6", rx: "3" }),
  );
}

/** A button that works once the scripts are there. `argument` goes with the action. */
export function action(
  name: string,
  argument: string,
  label: string,
  extra: Record<string, string | boolean> = {},
): Part {
  const attributes = {
    type: "button",
    class: "small live-only",
    "data-action": name,
    "data-argument": argument,
  };
  return h("button", { ...attributes, ...extra }, label);
}
