import { Backtest } from "../../backtest/mod.ts";
import { Money } from "../../domain/mod.ts";
import { timeframeMs } from "../../market/mod.ts";
import { ExchangeSpec, type Tape } from "../../simulator/mod.ts";
import {
  createTallyRecorder,
  type DaySummary,
  type RoundTrip,
  type SystemConfig,
  type TraderEvent,
  traderSpec,
} from "../../trader/mod.ts";
import { cutTape, type TrialSpan } from "./trial_span.ts";

/** What all trials of a sweep share: the market, what it costs to trade there, and the money to begin with. */
export interface TrialMarket {
  readonly tape: Tape;
  /** By symbol of the tape: name of the file whose candles only feed the features, or "". */
  readonly historySources: readonly string[];
  readonly exchange: Omit<Parameters<typeof ExchangeSpec.create>[0], "tape">;
  readonly walletBalance: Money;
}

/** What a trial came to. Money in 1e-8 of the settle currency where it is a bigint, in whole units where it is a number. */
export interface TrialOutcome {
  /** In order of closing. */
  readonly trips: readonly RoundTrip[];
  /** Each UTC day that ended in the span, in order; a day that the span cuts at its end is not among them. */
  readonly days: readonly DaySummary[];
  /** Wallet and open profit at the end. */
  readonly finalEquity: number;
  readonly startEquity: number;
  /** First instant of the span, and its end, Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Part of every client order id, which no figure depends on. */
const RUN_ID = "0".repeat(64);

/**
 * Runs a system over a market, or over a span of it with all candles before the span as history. A function of its
 * arguments alone. Throws RangeError where the system decides on other bars than the tape has, and for a span that is not
 * within the tape.
 */
export function runTrial(market: TrialMarket, system: SystemConfig, span?: TrialSpan): TrialOutcome {
  const { walletBalance, historySources } = market;
  const tape = span === undefined ? market.tape : cutTape(market.tape, span);
  const { entry } = system.timeframes;
  if (timeframeMs(entry) !== tape.timeframeMs) {
    throw new RangeError(
      `Cannot run a trial as timeframes.entry must be the tape's bar of ${tape.timeframeMs} ms: current value is ${entry}`,
    );
  }
  const origins = tape.symbols.map(({ instrument }, i) => ({
    instrument,
    historySource: historySources[i]!,
  }));
  const recorder = createTallyRecorder();
  const run = Backtest.start({
    trader: traderSpec(system, origins, RUN_ID),
    exchange: ExchangeSpec.create({ ...market.exchange, tape }),
    walletBalance,
  }, recorder);
  Backtest.advance(run);
  return {
    ...tellings(recorder.events),
    finalEquity: Money.toNumber(Backtest.equity(run)),
    startEquity: Money.toNumber(walletBalance),
    fromMs: tape.fromMs,
    toMs: tape.toMs,
  };
}

function tellings(events: readonly TraderEvent[]): Pick<TrialOutcome, "trips" | "days"> {
  const trips: RoundTrip[] = [], days: DaySummary[] = [];
  for (const event of events) {
    if (event.kind === "RoundTripClosed") trips.push(event.trip);
    else if (event.kind === "DaySummarised") days.push(event.day);
  }
  return { trips, days };
}
