import { Tape } from "../../simulator/mod.ts";
import type { SystemConfig } from "../../trader/mod.ts";
import type { TrialMarket, TrialSpan } from "../sweep/mod.ts";
import { CRASH_WINDOWS } from "./crash_windows.ts";
import { type HeldBar, mostExposedBar } from "./exposure.ts";
import { type RecordedRun, recordedRun, type Recording } from "./recorded_run.ts";
import { fundingTimes, gapAt, holeAt, outageAt, volatilityTimes, volumeTimes } from "./shocks.ts";
import { type StressFigures, stressFigures } from "./stress_figures.ts";

/** One row of a stress table. */
export interface StressRow extends TrialSpan {
  readonly name: string;
  readonly kind: "as it was" | "crash" | "shock";
  /** Null where it could not be tried; then `remark` says why. */
  readonly figures: StressFigures | null;
  readonly remark: string;
}

/** Days after a gap or an outage that its row looks at. */
const AFTERMATH_DAYS = 7;
const DAY_MS = 86_400_000;
const OUTAGE_HOURS = 34;
const GAPS_PCT = [10, 20, 30, 40, 50] as const;

/**
 * A system as it was over the tape, in the crashes that the tape holds, and under shocks that it does not. Gaps and the outage
 * hit where most was at stake, against the position, and leave everything before them as it was.
 */
export function stress(
  market: TrialMarket,
  system: SystemConfig,
  onRow: (name: string) => void = () => {},
): StressRow[] {
  const { tape } = market;
  const run = recordedRun(market, system);
  const whole = { fromMs: tape.fromMs, toMs: tape.toMs };
  const base = run(tape, [tape.bars]);
  const measure = (recording: Recording, span: TrialSpan) =>
    stressFigures(recording.events, market.walletBalance, span);
  const rows: StressRow[] = [
    { name: "as it was", kind: "as it was", ...whole, figures: measure(base, whole), remark: "" },
  ];
  for (const { name, ...window } of CRASH_WINDOWS) {
    if (window.fromMs >= tape.toMs || window.toMs <= tape.fromMs) continue;
    rows.push({
      ...{ name, kind: "crash", ...window, figures: measure(base, window) },
      remark: crashRemark(base, window),
    });
    onRow(name);
  }
  for (const shock of shocksOf(tape, base)) {
    onRow(shock.name);
    const row = shocked(tape, shock, run, measure);
    const isSame = shock.bar === null && JSON.stringify(row.figures) === JSON.stringify(rows[0]!.figures);
    rows.push(isSame ? { ...row, remark: "no effect: the same figures as without it" } : row);
  }
  return rows;
}

/** Why the figures of a crash may say little. */
function crashRemark({ events }: Recording, { fromMs, toMs }: TrialSpan): string {
  const decided = events.some((event) =>
    event.kind === "DecisionMade" && event.decision.atMs > fromMs && event.decision.atMs <= toMs
  );
  if (!decided) return "not warmed up: no decision was made";
  const held = events.some((event) =>
    event.kind === "Heartbeat" && event.atMs > fromMs && event.atMs <= toMs && event.positions > 0
  );
  return held ? "" : "no position was held";
}

interface Shock {
  readonly name: string;
  /** The tape under it; null where no position was held that it could hit. */
  readonly tape: (() => Tape) | null;
  /** First bar hit; null for a shock of the whole span. */
  readonly bar: number | null;
  readonly remark: string;
}

function shocked(
  tape: Tape,
  shock: Shock,
  run: RecordedRun,
  measure: (recording: Recording, span: TrialSpan) => StressFigures,
): StressRow {
  const { name, bar, remark } = shock;
  const hitMs = tape.fromMs + (bar ?? 0) * tape.timeframeMs;
  const endMs = bar === null ? tape.toMs : Math.min(tape.toMs, hitMs + AFTERMATH_DAYS * DAY_MS);
  // the pulse at the hit's own time is of the bar before it
  const span = { fromMs: bar === null ? tape.fromMs : hitMs, toMs: endMs };
  if (shock.tape === null) return { name, kind: "shock", ...span, figures: null, remark };
  const bars = Math.round((endMs - tape.fromMs) / tape.timeframeMs);
  return { name, kind: "shock", ...span, figures: measure(run(shock.tape(), [bars]), span), remark };
}

function shocksOf(tape: Tape, { events }: Recording): Shock[] {
  const hit = mostExposedBar(tape, events);
  const long = mostExposedBar(tape, events, 1) ?? hit;
  const lead = tape.symbols.find(({ instrument }) => instrument.symbol.startsWith("BTC/"))?.instrument.symbol;
  return [
    ...GAPS_PCT.map((pct) => gapShock(tape, pct, hit)),
    marketShock(tape, lead === undefined ? "all symbols -50 %" : "BTC -50 %, all with it", long),
    { name: "volatility x 3", tape: () => volatilityTimes(tape, 3), bar: null, remark: "" },
    { name: "volume / 20", tape: () => volumeTimes(tape, 1 / 20), bar: null, remark: "" },
    { name: "funding x 10", tape: () => fundingTimes(tape, 10), bar: null, remark: "" },
    outageShock(tape, hit),
  ];
}

function gapShock(tape: Tape, pct: number, hit: HeldBar | null): Shock {
  if (hit === null) return unheld(`gap of ${pct} % against it`);
  const factor = 1 - hit.side * pct / 100;
  return {
    name: `gap of ${-hit.side * pct} %`,
    tape: () => gapAt(tape, hit.bar, factor, hit.symbol),
    bar: hit.bar,
    remark: `${hit.symbol} ${sideName(hit)} at ${utcHour(tape, hit)}`,
  };
}

function marketShock(tape: Tape, name: string, hit: HeldBar | null): Shock {
  if (hit === null) return unheld(name);
  return {
    name,
    tape: () => gapAt(tape, hit.bar, 0.5),
    bar: hit.bar,
    remark: `${hit.symbol} ${sideName(hit)} at ${utcHour(tape, hit)}`,
  };
}

function outageShock(tape: Tape, hit: HeldBar | null): Shock {
  const name = `outage of ${OUTAGE_HOURS} h`;
  if (hit === null) return unheld(name);
  const { timeframeMs, fromMs, toMs } = tape;
  const raw = Tape.create({
    ...{ timeframeMs, fromMs, toMs, symbols: holeAt(tape, hit.bar, OUTAGE_HOURS), assumeFundingRate: 0 },
  });
  return {
    name,
    tape: () => outageAt(tape, hit.bar, OUTAGE_HOURS),
    bar: hit.bar,
    remark: `at ${utcHour(tape, hit)}; as a hole ${raw.ok ? "ACCEPTED" : "refused"}, as flat bars run`,
  };
}

const unheld = (name: string): Shock => ({
  name,
  tape: null,
  bar: null,
  remark: "no position was ever held",
});

const sideName = ({ side }: HeldBar): string => side === 1 ? "long" : "short";

function utcHour(tape: Tape, { bar }: HeldBar): string {
  return new Date(tape.fromMs + bar * tape.timeframeMs).toISOString().slice(0, 16).replace("T", " ");
}
