import { type Html, html } from "../../core/mod.ts";
import { clockText, moneyText, numberOf, resultText, rText } from "./format.ts";
import type { DailyReportData, DayBar } from "./report_data.ts";

const WIDTH = 600;
const HEIGHT = 150;
/** Most points of the curve that are drawn. */
const MAX_POINTS = 600;
const MAX_DAYS = 31;

/** A number as SVG takes it, short. */
const at = (value: number): string => String(Number(value.toFixed(2)));

/** The day's equity, with a line where it began. */
export function equityChart({ equity, date, currency }: DailyReportData): Html {
  const known = equity.filter((point) => !Number.isNaN(Date.parse(point.at)));
  const step = Math.max(1, Math.ceil(known.length / MAX_POINTS));
  const points = known.filter((_, i) => i % step === 0 || i === known.length - 1);
  if (points.length < 2) return html`<p class="none">Too few points to draw.</p>`;
  const times = points.map((point) => Date.parse(point.at)), values = points.map((it) => numberOf(it.equity));
  const [fromMs, toMs] = [times[0], times[times.length - 1]];
  const low = Math.min(...values), high = Math.max(...values), pad = (high - low) * 0.08 || 1;
  const x = (ms: number) => toMs > fromMs ? (WIDTH * (ms - fromMs)) / (toMs - fromMs) : 0;
  const y = (value: number) => HEIGHT - (HEIGHT * (value - low + pad)) / (high - low + 2 * pad);
  const line = times.map((ms, i) => `${at(x(ms))},${at(y(values[i]))}`).join(" ");
  const isUp = values[values.length - 1] >= values[0];
  const label = `Equity from ${moneyText(points[0].equity)} to ${
    moneyText(points.at(-1)!.equity)
  } ${currency}`;
  return html`
    <figure>
      <figcaption><b>Equity over the day</b> <span>${currency}</span></figcaption>
      <div class="plot"><span class="top">${moneyText(String(high))}</span><span class="bottom">${moneyText(
        String(low),
      )}</span>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}" class="${isUp
      ? "up"
      : "down"}">
    <polygon class="area" points="0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}"/>
    <line class="base" x1="0" x2="${WIDTH}" y1="${at(y(values[0]))}" y2="${at(y(values[0]))}"/>
    <polyline class="curve" points="${line}"/>
    </svg></div>
      <div class="scale"><span>${clockText(points[0].at, date)}</span><span>${clockText(
        points.at(-1)!.at,
        date,
      )}</span></div>
    </figure>
  `;
}

/** Net result of the last days, up or down from zero. */
export function dayBars({ days, date, currency }: DailyReportData): Html {
  const shown = days.slice(-MAX_DAYS);
  if (shown.length === 0) return html`<p class="none">No day to draw.</p>`;
  const values = shown.map(({ net }) => numberOf(net));
  const high = Math.max(0, ...values), low = Math.min(0, ...values), span = high - low || 1;
  const pad = 6, zero = pad + ((HEIGHT - 2 * pad) * high) / span;
  const slot = WIDTH / Math.max(shown.length, 7);
  const bars = shown.map((day, i) =>
    barOf(day, {
      ...{ x: i * slot + slot * 0.15, width: slot * 0.7, zero, isToday: day.date === date, currency },
      height: ((HEIGHT - 2 * pad) * values[i]) / span,
    })
  );
  const label = `Net result of ${shown.length} days, ${resultText(String(low))} to ${
    resultText(String(high))
  } ${currency}`;
  return html`
    <figure>
      <figcaption><b>Net result by day</b> <span>${currency}</span></figcaption>
      <div class="plot"><span class="top">${high > 0 &&
        resultText(String(high))}</span><span class="bottom">${low < 0 && resultText(String(low))}</span>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
    <line class="base" x1="0" x2="${WIDTH}" y1="${at(zero)}" y2="${at(zero)}"/>
    ${bars}
    </svg></div>
      <div class="scale"><span>${shown[0].date}</span><span>${shown.length > 1 &&
        shown.at(-1)!.date}</span></div>
    </figure>
  `;
}

interface BarPlace {
  readonly x: number;
  readonly width: number;
  readonly zero: number;
  /** Of the bar, upwards; negative goes down. */
  readonly height: number;
  readonly isToday: boolean;
  readonly currency: string;
}

function barOf({ date, net, sumR }: DayBar, { x, width, zero, height, isToday, currency }: BarPlace): Html {
  const size = Math.max(Math.abs(height), 1.5);
  const kind = `${height < 0 ? "down" : "up"}${isToday ? " today" : ""}`;
  return html`
    <rect class="${kind}" x="${at(x)}" y="${at(height < 0 ? zero : zero - size)}" width="${at(
      width,
    )}" height="${at(size)}">
      <title>${date}: ${resultText(net)} ${currency} (${rText(sumR)})</title>
    </rect>
  `;
}
