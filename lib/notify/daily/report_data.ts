/** A decimal as text: "-12.5". */
export type Decimal = string;
/** "2024-01-10T08:00:00.000Z" */
export type IsoTime = string;

/** The day's line of the profit and loss table. Money in the account's currency. */
export interface DayFigures {
  /** At its end. */
  readonly equity: Decimal;
  /** At the end of the day before; null for the first day. */
  readonly previousEquity: Decimal | null;
  readonly wallet: Decimal;
  /** Of what was closed that day, before fees and funding. */
  readonly realized: Decimal;
  /** Of what is open, at its end. */
  readonly unrealized: Decimal;
  /** Paid: positive is a cost. */
  readonly fees: Decimal;
  /** Received: negative is a cost. */
  readonly funding: Decimal;
  /** realized - fees + funding. */
  readonly net: Decimal;
  readonly sumR: number;
  /** Below the highest equity so far. */
  readonly drawdownPct: number;
  readonly drawdownR: number;
  readonly roundTrips: number;
  readonly decisions: number;
  readonly entries: number;
}

/** One day of the days before, for the bars. */
export interface DayBar {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly net: Decimal;
  readonly sumR: number;
}

/** A position from open to flat. */
export interface TripRow {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly strategy: string;
  readonly regime: string;
  readonly openedAt: IsoTime;
  readonly closedAt: IsoTime;
  readonly qty: Decimal;
  readonly entryPrice: Decimal;
  readonly exitPrice: Decimal;
  readonly netPnl: Decimal;
  readonly fees: Decimal;
  readonly funding: Decimal;
  readonly r: number;
  /** What closed it: stop, target1, ... */
  readonly exits: readonly string[];
}

/** A position that is open at the day's end. */
export interface PositionRow {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly qty: Decimal;
  readonly averagePrice: Decimal;
  readonly lastPrice: Decimal | null;
  /** Null: there is none, which is an emergency. */
  readonly stopPrice: Decimal | null;
  readonly liquidationPrice: Decimal | null;
  readonly unrealizedPnl: Decimal | null;
  /** Null where that is not known any more. */
  readonly openedAt: IsoTime | null;
}

/** One thing as the book has it and as the venue says; "" is nothing. They differ where the texts do. */
export interface CompareRow {
  readonly symbol: string;
  /** Which order; "" for a position. */
  readonly id: string;
  readonly book: string;
  readonly venue: string;
}

/** The venue's word against the book at a pass of reconciliation, row by row (also the rows that agree). */
export interface Comparison {
  /** Of the last pass by the day's end; null where it was before the day began. */
  readonly at: IsoTime | null;
  readonly positions: readonly CompareRow[];
  readonly orders: readonly CompareRow[];
  readonly stops: readonly CompareRow[];
}

/** Something that happened: a finding, an incident, a restart, a command, a change. */
export interface Occurrence {
  readonly at: IsoTime;
  /** "missing protection", "latch_set", "deck-1", "Flatten", "v3", ... */
  readonly what: string;
  /** A symbol, "portfolio", a person; "" where there is none. */
  readonly scope: string;
  readonly text: string;
  /** True for what a person should look at. */
  readonly isBad: boolean;
}

/** What one channel was told that day. */
export interface ToldRow {
  readonly channel: string;
  readonly info: number;
  readonly warning: number;
  readonly critical: number;
  /** Held back by the rate limit or for want of room, and told in a summary. */
  readonly held: number;
  readonly givenUp: number;
}

/** All that the report of a day shows: plain data, texts from anywhere. Lists in the order of time. */
export interface DailyReportData {
  /** UTC day, YYYY-MM-DD. */
  readonly date: string;
  readonly createdAt: IsoTime;
  /** paper, shadow, testnet or live. */
  readonly mode: string;
  readonly account: string;
  readonly venue: string;
  readonly currency: string;
  readonly runId: string;
  /** Of the program. */
  readonly version: string;
  /** ON, GUARDED, RISK_OFF, CRISIS or HALTED, at the day's end. */
  readonly state: string;
  readonly latches: readonly { readonly scope: string; readonly name: string; readonly cause: string }[];
  /** Null where the day has no line: it is not over, or nothing ran. */
  readonly figures: DayFigures | null;
  readonly equity: readonly { readonly at: IsoTime; readonly equity: Decimal }[];
  /** The last days, this one included. */
  readonly days: readonly DayBar[];
  readonly trips: readonly TripRow[];
  readonly positions: readonly PositionRow[];
  /** Null where no pass is known: none was made, or its messages are deleted. */
  readonly comparison: Comparison | null;
  /** Of reconciliation. */
  readonly findings: readonly Occurrence[];
  /** Halts, resumes, loss stops, lost protection, errors. */
  readonly incidents: readonly Occurrence[];
  readonly restarts: readonly Occurrence[];
  /** Commands of operators and versions of the configuration. */
  readonly changes: readonly Occurrence[];
  readonly told: readonly ToldRow[];
  /** Of wall time: how long it ran, of how much; null where that is not known. */
  readonly uptime: { readonly seconds: number; readonly ofSeconds: number } | null;
}
