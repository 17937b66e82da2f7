import { sha256Hex } from "../../core/mod.ts";
import { HEIGHT, WIDTH } from "./line_chart.ts";

/**
 * Says the values under a pointer, read back from the drawing (to a thousandth of its axis). The page is whole without it.
 */
export const HOVER_SCRIPT = `
for (const figure of document.querySelectorAll("figure[data-from]")) {
  const from = +figure.dataset.from, to = +figure.dataset.to, isLong = to - from > 60 * 864e5;
  const output = figure.querySelector("output"), plots = [...figure.querySelectorAll(".plot")];
  const lines = [...figure.querySelectorAll('polyline:not([data-name=""])')].map((line) => {
    const [low, high, isLog, digits] = line.dataset.scale.split(",").map(Number);
    const points = line.getAttribute("points").split(" ").map((point) => point.split(",").map(Number));
    return { name: line.dataset.name, unit: line.dataset.unit, low, high, isLog, digits, points };
  });
  const cursors = plots.map((plot) => {
    const cursor = plot.appendChild(document.createElement("i"));
    cursor.hidden = true;
    return cursor;
  });
  const valueAt = ({ points, low, high, isLog, digits }, x) => {
    let first = 0, last = points.length - 1;
    while (first < last) {
      const middle = (first + last + 1) >> 1;
      if (points[middle][0] <= x) first = middle;
      else last = middle - 1;
    }
    const place = high - (points[first][1] / ${HEIGHT}) * (high - low);
    return (isLog ? Math.exp(place) : place).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  };
  figure.addEventListener("pointermove", ({ clientX }) => {
    const box = plots[0].querySelector("svg").getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    const iso = new Date(from + share * (to - from)).toISOString();
    output.textContent = [isLong ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " "),
      ...lines.map((line) => line.name + " " + valueAt(line, share * ${WIDTH}) + line.unit)].join("   ·   ");
    for (const cursor of cursors) {
      cursor.hidden = false;
      cursor.style.left = 100 * share + "%";
    }
  });
  figure.addEventListener("pointerleave", () => {
    output.textContent = "";
    for (const cursor of cursors) cursor.hidden = true;
  });
}
`;

/** Nothing is loaded and no script runs but the one above, whatever a text manages to be. */
export function contentPolicy(): string {
  const bytes = sha256Hex(HOVER_SCRIPT).match(/../g)!.map((byte) => String.fromCharCode(parseInt(byte, 16)));
  const hash = btoa(bytes.join(""));
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
