import type { Entrant } from "./contender.ts";
import { RULE_CONVENTIONS } from "./conventions.ts";

/** How a peer is installed: each into a folder of its own. */
export type Recipe =
  | { readonly kind: "pip"; readonly python: Python; readonly packages: readonly string[] }
  | { readonly kind: "npm"; readonly packages: readonly string[] };

/** The oldest minor version of Python 3 that serves. */
export type Python = 11 | 12;

/** Somebody else's engine. */
export interface Peer extends Entrant {
  readonly version: string;
  readonly recipe: Recipe;
  /** Path of its program from this folder; null where none could be written, as the peer could never be installed. */
  readonly script: string | null;
}

const TA_LIB = "ta-lib==0.8.2";

/** All peers, the quick ones first. */
export const PEERS: readonly Peer[] = [
  {
    name: "backtesting.py",
    version: "0.6.6",
    recipe: {
      kind: "pip",
      python: 11,
      packages: ["backtesting==0.6.6", TA_LIB, "numpy==2.4.6", "pandas==3.1.1"],
    },
    script: "backtesting_py/run.py",
    convention:
      "market orders at the next open; a bar's stop before its target, in the entry's bar too; both at the open " +
      "where it is beyond them",
    conventions: RULE_CONVENTIONS,
    signalLag: 1,
  },
  {
    name: "vectorbt",
    version: "1.2.0",
    recipe: {
      kind: "pip",
      python: 11,
      packages: ["vectorbt==1.2.0", "vectorbt-rust==1.2.0", TA_LIB, "numpy==2.4.6", "pandas==3.1.1"],
    },
    script: "vectorbt/run.py",
    convention:
      "any price in an order's own row: here the next open; stops from the row after it, a bar's stop before its " +
      "target, at the open where that is beyond; one order a row, so a cross in the row of an exit is lost",
    conventions: { ...RULE_CONVENTIONS, reentry: false },
    signalLag: 1,
  },
  {
    name: "NautilusTrader",
    version: "1.231.0",
    recipe: {
      kind: "pip",
      python: 12,
      packages: ["nautilus_trader==1.231.0", "numpy==2.5.5", "pandas==2.3.3"],
    },
    script: "nautilus/run.py",
    convention:
      "a bar is four trades: open, high, low, close; a market order of on_bar fills at that close; a stop fills at " +
      "the open where that is beyond it, a target is a limit order and fills at its own price",
    conventions: { ...RULE_CONVENTIONS, entry: "signal_close", both: "high", targetGap: "own_price" },
    signalLag: 0,
  },
  {
    name: "backtest-kit",
    version: "19.5.0",
    recipe: { kind: "npm", packages: ["backtest-kit@19.5.0", "typescript@5.9.3"] },
    script: null,
    convention:
      "not seen at work; its documents say: the mean price of the last five minutes, weighted by volume",
    conventions: RULE_CONVENTIONS,
    signalLag: 1,
  },
  {
    name: "freqtrade",
    version: "2026.9",
    recipe: {
      kind: "pip",
      python: 11,
      packages: ["freqtrade==2026.9", TA_LIB, "numpy==2.4.6", "pandas==3.1.1"],
    },
    script: "freqtrade/run.py",
    convention:
      "market orders at the next open; a bar's stop before its target; a stop at its own price unless the whole " +
      "bar is beyond it, a target at its own price or the bar's nearest; a cross against a position that ends in the next " +
      "bar is traded after all, at that bar's open",
    conventions: { ...RULE_CONVENTIONS, lateReversal: true, stopGap: "whole_bar", targetGap: "nearest" },
    signalLag: 1,
  },
  {
    name: "Jesse",
    version: "3.5.3",
    recipe: {
      kind: "pip",
      python: 11,
      packages: ["jesse==3.5.3", "numpy==1.26.4", "pandas==2.2.3"],
    },
    script: "jesse/run.py",
    convention:
      "a market order fills at the close it is decided at; a bar that rose went low first, one that fell high " +
      "first; averages begin at their first value",
    conventions: { ...RULE_CONVENTIONS, entry: "signal_close", both: "colour", averages: "first_value" },
    signalLag: 0,
  },
];
