/// <reference lib="dom" />
import type { Child } from "./part.ts";
import { create, patchChildren } from "./patch.ts";

/** The element with an id. Throws Error where the page has none. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}`);
  return found as T;
}

/** Changes a panel into what it should show. */
export function paint(id: string, content: Child | readonly Child[]): void {
  patchChildren(byId(id), Array.isArray(content) ? content : [content as Child]);
}

/** Fills a panel with something else altogether: nothing of the old is kept, so nothing of it is seen to move. */
export function paintAnew(id: string, content: readonly Child[]): void {
  byId(id).replaceChildren(...content.map(create));
}

/** The value of a colour of the style sheet, e.g. "accent". */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
