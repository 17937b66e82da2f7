import type { CandleColumns } from "../../lib/market/mod.ts";
import { type Conventions, RULE_CONVENTIONS } from "./conventions.ts";
import { runEngine } from "./engine.ts";
import { runReference } from "./reference_loop.ts";
import type { TradeColumns } from "./trade_columns.ts";

/** What is known of everybody who runs the rules, ours or a peer. */
export interface Entrant {
  readonly name: string;
  /** How its market fills orders, in words. */
  readonly convention: string;
  /** The same for runConventions(). */
  readonly conventions: Conventions;
  /** Bars from a signal to the bar it calls the entry's: 1 where it fills at the next open, 0 at the signal's close. */
  readonly signalLag: 0 | 1;
}

/** One of our own ways to run the rules; run_contender.ts times it in a process of its own. */
export interface Contender extends Entrant {
  run(candles: CandleColumns): TradeColumns;
}

/** Ours; the first one is what all ratios are to. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: "reference loop",
    convention: "the rules as they are written",
    conventions: RULE_CONVENTIONS,
    signalLag: 1,
    run: runReference,
  },
  {
    name: "bulkhead",
    convention:
      "orders of the decision core on the simulated exchange: next open; stop and target on ticks, measured from " +
      "the signal's close, as both are sized and placed before the entry is filled",
    conventions: { ...RULE_CONVENTIONS, levels: "signal_close" },
    signalLag: 1,
    run: (candles) => runEngine(candles),
  },
];
