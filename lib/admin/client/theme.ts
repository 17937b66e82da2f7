/// <reference lib="dom" />
/**
 * Dark or light, by the system's choice or by one's own; and all that waits until the page has been painted. It stands in
 * the page itself and runs before all else, so it imports nothing, and asks nothing the browser would have to look up.
 *
 * @module
 */

/** The server reads it, and writes the page in that theme: nobody sees another first. */
const COOKIE = "bulkhead_theme";
const YEAR_SECONDS = 31_536_000;
const ORDER = ["auto", "dark", "light"];
const root = document.documentElement;

function tellTheme(): void {
  document.dispatchEvent(new Event("themechange"));
}

/** Lays out what waited for the paint, and loads the other scripts: those are in a template, where no browser looks. */
function finishPage(): void {
  const template = document.querySelector<HTMLTemplateElement>("#scripts");
  if (template === null) return;
  root.dataset.painted = "on";
  template.remove();
  document.head.append(template.content);
}

/** Nothing is painted while a page is hidden, or by browsers that save themselves the work. */
const PAINTED_MS = 500;

root.dataset.js = "on";
document.addEventListener("DOMContentLoaded", () => {
  new PerformanceObserver((paints) => {
    // the first paint may be of the background alone
    if (paints.getEntriesByName("first-contentful-paint").length > 0) finishPage();
  }).observe({ type: "paint", buffered: true });
  setTimeout(finishPage, PAINTED_MS);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tellTheme);
  const button = document.getElementById("theme");
  button?.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(root.dataset.theme ?? "auto") + 1) % ORDER.length];
    document.cookie = `${COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`;
    button.textContent = `Theme: ${next}`;
    root.dataset.theme = next;
    tellTheme();
  });
});
