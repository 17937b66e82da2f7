/** Text that is HTML already; everything else is escaped where it is put into some. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: null and false leave nothing. */
export type Part = string | number | null | false | Markup | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};
// control characters, and those that turn the direction of writing: they make a text read as another
// deno-lint-ignore no-control-regex
const UNPRINTABLE_REGEXP = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text as it may stand between tags and in quoted attributes alike. */
export const escapeText = (text: string): string =>
  text.toWellFormed().replace(UNPRINTABLE_REGEXP, "\ufffd").replace(/[&<>"']/g, (char) => ENTITIES[char]);

/** Template tag: markup`<td title="${name}">${name}</td>` escapes what is put in, unless it is Markup. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: String.raw({ raw: strings }, ...parts.map(textOf)) };
}

function textOf(part: Part): string {
  if (part === null || part === false) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(textOf).join("");
}
