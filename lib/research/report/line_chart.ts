import { type Html as Markup, html as markup, type HtmlPart as Part } from "../../core/mod.ts";
import type { Curve } from "./report_data.ts";
import type { Span } from "./spans.ts";
import { dateText, numberText } from "./text.ts";
import { logTicks, roundTicks, timeTicks } from "./ticks.ts";

/** Units of a drawing's width and height; it is stretched over the place it has. */
export const WIDTH = 1_000;
export const HEIGHT = 400;

/** Beyond this ratio of highest to lowest a linear axis would hide what happens below. */
const LOG_FROM_RATIO = 4;

/** A line of a chart. */
export interface Line {
  /** "" for one that was named before. */
  readonly name: string;
  /** Class: its colour. */
  readonly tone: "run" | "market" | "fall" | "price";
  readonly curve: Curve;
  readonly isFilled?: boolean;
}

/** Lines over one stretch of time, on one axis. */
export interface Plot {
  readonly span: Span;
  readonly lines: readonly Line[];
  readonly unit: string;
  /** Height class. */
  readonly size: "tall" | "middle" | "small";
  /** Highest value on the axis, where it is given. */
  readonly high?: number;
  /** False where another plot below says them. */
  readonly hasTimes: boolean;
  /** Drawn above the lines, by the plot's own places. */
  readonly marks?: (axis: Axis) => Part;
}

/** Where times and values are in a drawing. */
export interface Axis {
  readonly x: (ms: number) => number;
  readonly y: (value: number) => number;
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
}

/** A coordinate as SVG takes it, short. */
export const at = (value: number): string => String(Number(value.toFixed(2)));

/** The axes that hold every line. */
export function axisOf({ span: { fromMs, toMs }, lines, high: given }: Plot): Axis {
  const values = lines.flatMap(({ curve }) => curve.value).filter(Number.isFinite);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const isLog = least > 0 && most / least >= LOG_FROM_RATIO;
  const scale = isLog ? Math.log : (value: number) => value;
  const pad = (scale(most) - scale(least)) * 0.05 || Math.abs(scale(most)) * 0.01 || 1;
  const top = given ?? scale(most) + pad, bottom = scale(least) - pad;
  return {
    x: (ms) => (WIDTH * (ms - fromMs)) / (toMs - fromMs),
    y: (value) => (HEIGHT * (top - scale(value))) / (top - bottom),
    ...{ low: bottom, high: top, isLog },
  };
}

/** A label below a place of 0..1; at either end it stays inside. */
export function xLabel(share: number, label: string): Markup {
  const shift = share < 0.03 ? "transform:none" : share > 0.97 ? "transform:translateX(-100%)" : "";
  return markup`<span style="left:${at(100 * share)}%;${shift}">${label}</span>`;
}

/** Digits behind the point that tell values of an axis apart. */
const digitsOf = (range: number): number => Math.min(8, Math.max(0, Math.ceil(-Math.log10(range / 1_000))));

/** Lines, their axes, and the numbers that a pointer over them is answered from. */
export function linePlot(plot: Plot): Markup {
  const { span, lines, unit, size, hasTimes, marks } = plot;
  const axis = axisOf(plot);
  const { x, y, low, high, isLog } = axis;
  const ticks = isLog
    ? logTicks(Math.exp(low), Math.exp(high))
    : roundTicks(low, high, size === "tall" ? 5 : 3);
  const step = ticks.length > 1 ? Math.min(...ticks.slice(1).map((tick, i) => tick - ticks[i])) : 1;
  const digits = Math.min(8, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  const range = isLog ? Math.exp(high) - Math.exp(low) : high - low;
  const times = timeTicks(span);
  return markup`<div class="plot ${size}">
<div class="ys">${
    ticks.map((tick) =>
      markup`<span style="top:${at((100 * y(tick)) / HEIGHT)}%">${numberText(tick, digits)}${unit}</span>`
    )
  }</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${labelOf(plot)}">
<g class="grid">${
    ticks.map((tick) => markup`<line x1="0" x2="${WIDTH}" y1="${at(y(tick))}" y2="${at(y(tick))}"/>`)
  }${times.map(({ at: ms }) => markup`<line x1="${at(x(ms))}" x2="${at(x(ms))}" y1="0" y2="${HEIGHT}"/>`)}</g>
${lines.map((line) => lineMarkup(line, axis, { unit, digits: digitsOf(range) }))}
${marks === undefined ? null : marks(axis)}</svg>
${
    hasTimes &&
    markup`<div class="xs">${times.map(({ at: ms, label }) => xLabel(x(ms) / WIDTH, label))}</div>`
  }</div>`;
}

function lineMarkup(line: Line, axis: Axis, { unit, digits }: { unit: string; digits: number }): Markup {
  const { name, tone, curve: { atMs, value }, isFilled } = line;
  const points = value.flatMap((level, i) => {
    const place = axis.y(level);
    return Number.isFinite(place) ? [`${at(axis.x(atMs[i]))},${at(place)}`] : [];
  });
  if (points.length === 0) return markup``;
  const [first] = points[0].split(","), [last] = points[points.length - 1].split(",");
  const base = tone === "fall" ? 0 : HEIGHT;
  const scale = `${axis.low},${axis.high},${axis.isLog ? 1 : 0},${digits}`;
  return markup`${
    isFilled === true &&
    markup`<polygon class="area ${tone}" points="${first},${base} ${points.join(" ")} ${last},${base}"/>`
  }<polyline class="curve ${tone}" data-name="${name}" data-unit="${unit}" data-scale="${scale}" points="${
    points.join(" ")
  }"/>`;
}

/** What the picture says, for those who cannot see it. */
function labelOf({ lines, unit, span }: Plot): string {
  const ends = lines.filter(({ name }) => name !== "").map(({ name, curve: { value } }) => {
    const [first, last] = [value[0], value[value.length - 1]].map((level) =>
      `${numberText(level ?? null)}${unit}`
    );
    return `${name} from ${first} to ${last}`;
  });
  return `${dateText(span.fromMs)} to ${dateText(span.toMs)}: ${ends.join("; ")}`;
}

/** A figure of plots under one caption, with a place for what a pointer over them says. */
export function chartFigure(
  title: string,
  span: Span,
  keys: readonly Line[],
  plots: readonly Markup[],
): Markup {
  return markup`<figure data-from="${span.fromMs}" data-to="${span.toMs}">
<figcaption><b>${title}</b>${
    keys.map(({ name, tone }) => markup`<span class="key ${tone}">${name}</span>`)
  }<output></output></figcaption>
${plots}
</figure>`;
}
