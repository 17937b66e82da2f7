/** Text that is HTML already; everything else is escaped where it is put into some. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template: null and false leave nothing. */
export type HtmlPart = string | number | null | false | Html | readonly HtmlPart[];

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};
// deno-lint-ignore no-control-regex
const UNPRINTABLE_REGEXP = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text as it may stand in HTML, between tags and in quoted attributes alike. Control characters and those that turn the
 * direction of writing (they make a text read as another) become a visible sign.
 */
export function escapeHtml(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE_REGEXP, "\ufffd").replace(
    /[&<>"']/g,
    (char) => ENTITIES[char],
  );
}

/** Template tag: html`<td title="${name}">${name}</td>` escapes what is put in, unless it is Html. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: String.raw({ raw: strings }, ...parts.map(textOf)) };
}

function textOf(part: HtmlPart): string {
  if (part === null || part === false) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(textOf).join("");
}
