import type { Money } from "../domain/mod.ts";
import { Book } from "../portfolio/mod.ts";
import { createMarketStep, Exchange, type ExchangeSpec, type ExchangeState, Tape } from "../simulator/mod.ts";
import type { TapeCursor } from "../simulator/mod.ts";
import {
  createTrader,
  type MarketStep,
  NO_RECORDER,
  passQuietly,
  PHASE,
  type Recorder,
  startTrader,
  type Trader,
  type TraderSpec,
  turn,
} from "../trader/mod.ts";

/** What a run is made of: everything its result follows from. */
export interface BacktestSpec {
  readonly trader: TraderSpec;
  /** The market, with its tape; its symbols are those of the trader, in the same order. */
  readonly exchange: ExchangeSpec;
  readonly walletBalance: Money;
}

/** A run under way; moved in place by Backtest.advance. */
export interface Backtest {
  readonly spec: BacktestSpec;
  readonly trader: Trader;
  readonly account: ExchangeState;
  readonly market: MarketStep;
  readonly cursor: TapeCursor;
  isDone: boolean;
}

/** A run at its first instant, warmed up on the tape's history. */
function start(spec: BacktestSpec, recorder: Recorder = NO_RECORDER): Backtest {
  const { tape } = spec.exchange;
  const account = Exchange.create(spec.exchange, { walletBalance: spec.walletBalance });
  const market = createMarketStep(spec.exchange, account);
  const histories = tape.symbols.map((_, i) => Tape.history(tape, i));
  const trader = createTrader(spec.trader, histories, recorder);
  startTrader(trader, market, tape.fromMs);
  return { spec, trader, account, market, cursor: Tape.start(tape), isDone: false };
}

/** Goes on for `bars` bars of the tape, or to its end; true when it is there. */
function advance(run: Backtest, bars = Infinity): boolean {
  const { trader, market, cursor, spec: { exchange: { tape } } } = run;
  const untilBar = cursor.bar + bars;
  while (!run.isDone && cursor.bar < untilBar) {
    if (
      cursor.phase === PHASE.open && passQuietly(trader, market, cursor.bar, Tape.closeMs(tape, cursor.bar))
    ) {
      Tape.skipPrices(tape, cursor);
    }
    turn(trader, market, cursor);
    run.isDone = !Tape.step(tape, cursor);
  }
  return run.isDone;
}

/** Wallet and open profit now. */
function equity({ trader, spec }: Backtest): Money {
  return Book.equity(trader.portfolio.book, spec.trader.portfolio.instruments);
}

/** Running history through the decision core. */
export const Backtest = { start, advance, equity };
