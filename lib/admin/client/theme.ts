/// <reference lib="dom" />
/**
 * Dark or light, by the system's choice or by one's own; and the other scripts, once the page is painted. It stands in
 * the page itself and runs before all else, so it imports nothing.
 *
 * @module
 */

const KEY = "bulkhead.theme";
const ORDER = ["auto", "dark", "light"];

function chosen(): string {
  try {
    const theme = localStorage.getItem(KEY) ?? "auto";
    return ORDER.includes(theme) ? theme : "auto";
  } catch {
    return "auto";
  }
}

function apply(theme: string): void {
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  if (button !== null) button.textContent = `Theme: ${theme}`;
  document.dispatchEvent(new Event("themechange"));
}

document.documentElement.dataset.js = "on";
apply(chosen());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => apply(chosen()));
/** They wait in a template, where no browser looks for what to load. */
function startScripts(): void {
  const template = document.querySelector<HTMLTemplateElement>("#scripts");
  if (template === null) return;
  template.remove();
  document.head.append(template.content);
}

/** Nothing is painted while a page is hidden, or by browsers that save themselves the work. */
const PAINTED_MS = 300;

document.addEventListener("DOMContentLoaded", () => {
  apply(chosen());
  requestAnimationFrame(() => setTimeout(startScripts));
  setTimeout(startScripts, PAINTED_MS);
  document.getElementById("theme")?.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length];
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // a browser that keeps nothing: the system's choice stays
    }
    apply(next);
  });
});
