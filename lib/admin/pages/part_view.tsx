import { raw } from "hono/html";
import { attributesOf, type Child } from "../client/part.ts";

const VOID_TAGS = new Set(["input", "br", "img"]);
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Panels as they are written into the page. They are most of it, so each is made a text in one go. */
export function Parts({ of }: { of: Child | readonly Child[] }) {
  return raw(Array.isArray(of) ? of.map(htmlOf).join("") : htmlOf(of as Child));
}

function htmlOf(child: Child): string {
  if (typeof child === "string") return escaped(child);
  const { tag, key, children } = child;
  let html = `<${tag}`;
  if (key !== "") html += ` data-key="${escaped(key)}"`;
  for (const [name, value] of attributesOf(child)) html += ` ${name}="${escaped(value)}"`;
  html += ">";
  if (VOID_TAGS.has(tag)) return html;
  for (const inner of children) html += htmlOf(inner);
  return `${html}</${tag}>`;
}

/** A text that is only a text wherever it stands, also between either quotes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}
