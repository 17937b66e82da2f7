/// <reference lib="dom" />
/**
 * Dark or light, by the system's choice or by one's own. It runs before the page is painted, so it imports nothing.
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
document.addEventListener("DOMContentLoaded", () => {
  apply(chosen());
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
