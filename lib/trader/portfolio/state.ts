import type { Approval, Instrument, Money } from "../../domain/mod.ts";
import {
  Book,
  type BookState,
  type CalmBand,
  LossPeriods,
  NO_CALM,
  ReturnWindow,
  Streak,
  type Trip,
} from "../../portfolio/mod.ts";
import { type Latch, PORTFOLIO_SCOPE, type RiskConfig } from "../../risk/mod.ts";
import { knobsOf, knobVersion, valuesOf } from "../knobs.ts";
import type { Knobs } from "../knob_paths.ts";
import { LiveConfig } from "../live_config.ts";
import type { ExecutionCommand, Notice } from "../notice.ts";
import type { ConfigChanged, OperatorOrder } from "../operating.ts";
import type { TimerChange } from "../orders/state.ts";
import type { Recorder } from "../recorder.ts";
import type { SystemConfig } from "../schema.ts";
import { indexOfSymbol } from "../symbol_index.ts";

/** What the portfolio reducer is told once. Lists are in the run's symbol order. */
export interface PortfolioSpec {
  readonly system: string;
  readonly symbols: readonly string[];
  readonly instruments: readonly Instrument[];
  /** As at the start; what was changed since is in the state. */
  readonly limits: RiskConfig;
  /** The whole system, which a change of configuration is held against. */
  readonly config: SystemConfig;
  /** Length of the entry bar. */
  readonly barMs: number;
  /** Length of the setup bar, whose returns are correlated. */
  readonly setupMs: number;
  /** How long a bar's reports are waited for. */
  readonly decisionDeadlineMs: number;
}

/** Sums of the running UTC day. */
export interface DayTally {
  entries: number;
  decisions: number;
  roundTrips: number;
  sumR: number;
  realized: Money;
  fees: Money;
  funding: Money;
}

/** A campaign as the portfolio follows it. */
export interface OpenTrade {
  readonly approval: Approval;
  /** Name of the strategy, and of the checks that let it through; empty where nobody records. */
  readonly strategy: string;
  readonly reasons: string[];
  trip: Trip | null;
  lastExitAtMs: number;
}

/** The kill switch of a symbol, from the operator's command until it is re-armed. */
export interface Kill {
  readonly flattenId: string;
  /** By the venue's word, as execution told of it last. */
  isFlat: boolean;
}

/** A configuration that holds or held. */
export interface ConfigVersion {
  readonly version: string;
  readonly knobs: Knobs;
}

/** One that waits to be applied. */
export interface StagedConfig extends ConfigVersion {
  readonly patch: Knobs;
  /** Version that held when it was staged; on another it would be another configuration. */
  readonly base: string;
}

/** What operators have asked for and what of it holds. Changed in place. */
export interface OperatorState {
  /** Ids of the last commands, oldest first. */
  readonly taken: string[];
  /** In the run's symbol order; null where nobody pulled it. */
  readonly kills: (Kill | null)[];
  /** Configurations made in this run so far. */
  versions: number;
  /** Oldest first; the last holds. */
  readonly held: ConfigVersion[];
  /** Oldest first. */
  readonly staged: StagedConfig[];
}

/** State of the portfolio reducer: plain data, changed in place. */
export interface PortfolioState {
  readonly book: BookState;
  readonly periods: LossPeriods;
  readonly streaks: Streak[];
  readonly returns: ReturnWindow[];
  readonly trades: (OpenTrade | null)[];
  latches: readonly Latch[];
  /** Entries still to be made at reduced risk after a loss stop. */
  reducedLeft: number;
  peakEquity: Money;
  /** Equity at the last look at it, and where it may go without another being needed. */
  lookedEquity: Money;
  calm: CalmBand;
  day: DayTally;
  /** What intents are judged by. */
  readonly config: LiveConfig;
  readonly operator: OperatorState;
}

/** What one input leads to; the caller empties the lists before each use. */
export interface PortfolioOut {
  readonly commands: ExecutionCommand[];
  /** For execution, on an operator's behalf: filled by operators' commands alone. */
  readonly orders: OperatorOrder[];
  /** For every trading actor, risk included; filled by operators' commands alone. */
  readonly changes: ConfigChanged[];
  readonly notices: Notice[];
  readonly timers: TimerChange[];
  readonly recorder: Recorder;
}

/** The portfolio at work on an operator's command. */
export interface OperatorContext {
  readonly spec: PortfolioSpec;
  readonly state: PortfolioState;
  readonly out: PortfolioOut;
  readonly nowMs: number;
  /** Close of the newest bar that risk knows of. */
  readonly newestCloseMs: number;
}

/** Empty sums. */
export function createDayTally(): DayTally {
  return { entries: 0, decisions: 0, roundTrips: 0, sumR: 0, realized: 0n, fees: 0n, funding: 0n };
}

/** A portfolio that may not enter yet: the book has to be reconciled with the venue first. */
export function createPortfolioState(spec: PortfolioSpec): PortfolioState {
  const each = <T>(make: () => T): T[] => spec.symbols.map(make);
  return {
    book: Book.create(spec.symbols.length),
    periods: LossPeriods.create(),
    streaks: each(Streak.create),
    returns: each(() => ReturnWindow.create(spec.limits.correlation_bars)),
    trades: each(() => null),
    latches: [{ scope: PORTFOLIO_SCOPE, name: "starting", cause: "the book is not reconciled yet" }],
    reducedLeft: 0,
    peakEquity: 0n,
    lookedEquity: -1n,
    calm: NO_CALM,
    day: createDayTally(),
    config: LiveConfig.create(),
    operator: createOperatorState(spec),
  };
}

function createOperatorState({ symbols, config }: PortfolioSpec): OperatorState {
  const knobs = valuesOf(knobsOf(config));
  const first: ConfigVersion = { version: knobVersion(0, knobs), knobs };
  return { taken: [], kills: symbols.map(() => null), versions: 0, held: [first], staged: [] };
}

/** Fresh lists around a recorder. */
export function createPortfolioOut(recorder: Recorder): PortfolioOut {
  return { commands: [], orders: [], changes: [], notices: [], timers: [], recorder };
}

/** Index of a symbol of this run; throws when it is none of ours. */
export function symbolIndex(spec: PortfolioSpec, symbol: string): number {
  const index = indexOfSymbol(spec.symbols, symbol);
  if (index < 0) throw new Error(`Cannot book ${symbol}: this run has ${spec.symbols.join(", ")}`);
  return index;
}
