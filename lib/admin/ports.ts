import type {
  CandleView,
  ChartView,
  ConfigView,
  DecisionLineView,
  DecisionView,
  EquityPointView,
  EventView,
  FillView,
  HealthView,
  MetricFamily,
  OrderView,
  Paged,
  PerformanceView,
  PnlDayView,
  PositionView,
  RegimeView,
  RiskView,
  SummaryView,
  SystemView,
  TradeView,
  TreeView,
} from "./views.ts";

export interface PageQuery {
  readonly limit: number;
  readonly offset: number;
  /** @default all */
  readonly symbol?: string;
}

export type PnlRange = "1d" | "7d" | "30d" | "all";

/** What operators may ask for. `reason` is their words. */
export type OperatorCommand =
  | {
    readonly kind: "PauseEntries" | "ResumeEntries";
    /** "portfolio", "system:<id>" or a symbol. */
    readonly scope: string;
    readonly reason: string;
  }
  /** The kill switch: entries taken back, every position closed at the market, then stops taken back; latched until Rearm. */
  | { readonly kind: "Flatten"; readonly scope: string; readonly reason: string }
  | { readonly kind: "Rearm"; readonly reason: string }
  | { readonly kind: "RestartActor"; readonly address: string; readonly reason: string }
  | { readonly kind: "SetMarketSpeed"; readonly barsPerSecond: number }
  | { readonly kind: "StageConfig"; readonly patch: Readonly<Record<string, number>> }
  | { readonly kind: "ApplyConfig"; readonly version: string }
  | { readonly kind: "RollBackConfig" };

/**
 * What became of a command. accepted: it is in the journal, and `seq` is its event. refused: whoever had to carry it out
 * says why. unknown: nobody answered in time, it may still happen; the events will tell.
 */
export type CommandOutcome =
  | { readonly status: "accepted"; readonly commandId: string; readonly seq: number; readonly text: string }
  | { readonly status: "refused"; readonly commandId: string; readonly why: string }
  | { readonly status: "unknown"; readonly commandId: string; readonly why: string };

/**
 * What the server asks of the run it serves. Reads are synchronous, from a store at hand; all throw Error where the store
 * cannot be read (the server answers 503).
 */
export interface AdminPorts {
  summary(): SummaryView;
  health(): HealthView;
  metrics(): readonly MetricFamily[];
  positions(): readonly PositionView[];
  /** Newest first. */
  orders(query: PageQuery & { readonly isOpen?: boolean }): Paged<OrderView>;
  /** Newest first. */
  trades(query: PageQuery): Paged<TradeView>;
  /** Newest first. */
  fills(query: PageQuery): Paged<FillView>;
  regimes(): readonly RegimeView[];
  /** Equity over market time, thinned to at most `points`. */
  pnl(range: PnlRange, points: number): readonly EquityPointView[];
  /** The last `days` days, oldest first. */
  pnlDaily(days: number): readonly PnlDayView[];
  performance(): PerformanceView;
  /** Newest first, those that closed before `beforeMs`. */
  decisions(query: {
    readonly symbol?: string;
    readonly verdict?: string;
    readonly beforeMs?: number;
    readonly limit: number;
  }): readonly DecisionLineView[];
  /** Of the bar that closed then; null where there is none. */
  decision(symbol: string, barCloseMs: number): DecisionView | null;
  symbols(): readonly string[];
  /** The last `bars` bars of a symbol. Throws RangeError for an unknown one. */
  chart(symbol: string, bars: number): ChartView;
  lastCandle(symbol: string): CandleView | null;
  /**
   * In the order of commits, those after `afterSeq`. Numbers rise by one: a leap over some says that they are not kept any
   * more.
   */
  events(query: {
    readonly afterSeq: number;
    readonly limit: number;
    readonly kinds?: readonly string[];
  }): readonly EventView[];
  /** The newest events, newest first. */
  latestEvents(query: { readonly limit: number; readonly kinds?: readonly string[] }): readonly EventView[];
  /** Of the newest event that was told or can be read; 0 where there is none. */
  lastSeq(): number;
  /** Tells of every event from now on, in order and in batches; returns how to stop that. */
  onEvents(listener: (batch: readonly EventView[]) => void): () => void;
  tree(): TreeView;
  config(): ConfigView;
  risk(): RiskView;
  systems(): readonly SystemView[];
  /** Never rejects for a command that is merely refused. `by` names who asks. */
  command(command: OperatorCommand, by: string): Promise<CommandOutcome>;
}
