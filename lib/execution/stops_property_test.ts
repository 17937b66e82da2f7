import { strictEqual } from "node:assert/strict";
import { Rng, type RngState } from "../core/mod.ts";
import { Instrument, type Side } from "../domain/mod.ts";
import { anInstrument, exits } from "./exit_fixture.ts";
import { type ExitView, proposeStop, tighterStop } from "./exits.ts";
import type { ExitConfig } from "./schema.ts";

const BREAK_EVEN = { enabled: true, after_r: 0.5 };

const POLICIES: Record<string, ExitConfig> = {
  "break-even": exits({ break_even: BREAK_EVEN }),
  "atr": exits({ trailing: { mode: "atr", atr_multiple: 1.5 } }),
  "chandelier": exits({ trailing: { mode: "chandelier", atr_multiple: 2 } }),
  "percent": exits({ trailing: { mode: "percent", distance_pct: 0.4 } }),
  // wide offset: break-even often lies beyond the close
  "break-even and chandelier": exits({
    break_even: { enabled: true, after_r: 0.1, offset_bps: 200 },
    trailing: { mode: "chandelier", atr_multiple: 0.5, activate_r: 0.3 },
  }),
};

/** Ticks from so fine that no price lies on one to so coarse that a bar spans a few. */
const INSTRUMENTS = ["0.00001", "0.01", "0.25", "1"].map(anInstrument);

interface Walk extends Omit<ExitView, "side"> {
  side: Side;
  entryPrice: number;
  initialStopTicks: number;
  stopTicks: number;
  close: number;
  atr: number;
  bestExtreme: number;
  bestClose: number;
}

/** A position opened somewhere around 100, its stop 0.2 to 5 away. */
function open(walk: Walk, it: Instrument, side: Side, rng: RngState): void {
  walk.side = side;
  walk.entryPrice =
    walk.close =
    walk.bestClose =
    walk.bestExtreme =
      60 + 80 * Rng.uniform(rng);
  const stop = walk.entryPrice - side * (0.2 + 4.8 * Rng.uniform(rng));
  const ticks = side === 1 ? Instrument.ticksDown(it, stop) : Instrument.ticksUp(it, stop);
  walk.initialStopTicks = walk.stopTicks = ticks;
  walk.atr = 0.5;
}

/** The next bar: a close that may gap, on a tick every other time, and extremes about it. */
function nextBar(walk: Walk, it: Instrument, rng: RngState): void {
  const gap = Rng.uniform(rng) < 0.02 ? 6 : 1;
  const raw = Math.max(5, walk.close + gap * (Rng.uniform(rng) - 0.5));
  const onTick = Rng.uniform(rng) < 0.5;
  walk.close = onTick ? Instrument.price(it, Instrument.ticksNearest(it, raw)) : raw;
  const extreme = walk.close + walk.side * Rng.uniform(rng);
  walk.atr = Math.max(0.01, 0.9 * walk.atr + 0.1 * 2 * Rng.uniform(rng));
  if (walk.side * (extreme - walk.bestExtreme) > 0) walk.bestExtreme = extreme;
  if (walk.side * (walk.close - walk.bestClose) > 0) walk.bestClose = walk.close;
}

/** What is wrong with a stop that was proposed; "" for nothing. */
function faultOf(walk: Walk, it: Instrument, proposed: number): string {
  const { side, stopTicks, close } = walk;
  if (!Number.isSafeInteger(proposed)) return "is no whole tick";
  if (side * (proposed - stopTicks) < 0) return "moves against the position";
  if (tighterStop(side, stopTicks, proposed) !== proposed) return "is not what tighterStop keeps";
  if (proposed === stopTicks) return "";
  const closeTicks = (close * it.tickPow10) / it.tickMantissa;
  const leftTicks = side * (closeTicks - proposed);
  // what Instrument takes for the noise of doubles, and so for a whole tick
  const noise = 1e-9 * Math.max(1, closeTicks) + 1e-9;
  return leftTicks < 1 - noise ? `leaves ${leftTicks} ticks to the close` : "";
}

Deno.test("proposeStop() never moves a stop against the position and leaves a tick to the close, a million times", () => {
  const WALKS = 130, BARS = 200;
  const rng = Rng.create("stops never untrail");
  const walk: Walk = {
    side: 1,
    entryPrice: 0,
    initialStopTicks: 0,
    stopTicks: 0,
    close: 0,
    atr: 0,
    bestExtreme: 0,
    bestClose: 0,
    barsHeld: 0,
    regime: "TREND",
    regimeAtEntry: "TREND",
  };
  let steps = 0;
  for (const [name, config] of Object.entries(POLICIES)) {
    for (const side of [1, -1] as const) {
      let moves = 0;
      for (let w = 0; w < WALKS * INSTRUMENTS.length; w++) {
        const it = INSTRUMENTS[w % INSTRUMENTS.length];
        open(walk, it, side, rng);
        for (let bar = 0; bar < BARS; bar++) {
          nextBar(walk, it, rng);
          const proposed = proposeStop(config, it, walk);
          const fault = faultOf(walk, it, proposed);
          if (fault !== "") throw new Error(`${name}: stop ${proposed} ${fault} in ${JSON.stringify(walk)}`);
          if (proposed !== walk.stopTicks) moves += 1;
          walk.stopTicks = proposed;
          steps += 1;
        }
      }
      // break-even moves a stop once in a position, the others many times
      const least = name === "break-even" ? 150 : 1_000;
      strictEqual(moves > least, true, `${name} of ${side} moved ${moves} times: too few to prove anything`);
    }
  }
  strictEqual(steps >= 1e6, true, `${steps} steps`);
});
