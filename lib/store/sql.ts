/** A value of a column. */
export type SqlValue = string | number | null;

/**
 * Statements on one open database, written in the SQL that both databases share: `?` for a value, aliases as they are.
 * The caller names the shape of the rows it selects; numbers, flags (0, 1) and instants (ms) come as numbers, exact
 * decimals and JSON as text.
 */
export interface Sql {
  readonly dialect: Dialect;
  /**
   * Executes a statement. Inside a transaction it may be sent later, with the next that is read or at the end: so it
   * gives nothing, and its failure may come from there.
   */
  run(text: string, ...values: SqlValue[]): void;
  /** The first row, or undefined. */
  get<Row>(text: string, ...values: SqlValue[]): Row | undefined;
  all<Row>(text: string, ...values: SqlValue[]): Row[];
  /** Rows one by one, in bounded memory; end or return() the iterator before the store is closed. */
  iterate<Row>(text: string, ...values: SqlValue[]): IterableIterator<Row>;
  /** Executes a script of statements; may take long. */
  script(text: string): void;
  /**
   * All that `act` writes becomes durable when it returns, or nothing of it does, if it throws. No other transaction, of
   * no other process, runs meanwhile: what is read inside is still so when it is written.
   */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** What differs between the databases besides the files in migrations/. */
export interface Dialect {
  /** The store in words, without secrets: a path or an address. */
  readonly place: string;
  /** The setting that chooses the store. */
  readonly setting: "BULKHEAD_STORE" | "DATABASE_URL";
  /** Whose tables lie where the store is. Changes nothing. */
  ownerOf(sql: Sql): "nobody" | "us" | "others";
  /** Marks the place as ours, with an empty table `migrations`. */
  claim(sql: Sql): void;
  /** Now, ms: by the store's clock if it has one that all its users share, else what the caller's clock says. */
  nowMs(sql: Sql, callersMs: number): number;
  /** What an error of the driver means; null for errors that are none of the driver's. */
  explain(error: Error): Explained | null;
}

/** `rule` is what must hold; `advice` what to do. */
export type Explained =
  | { readonly what: "unavailable" | "refused"; readonly rule: string; readonly advice: string }
  /** The transaction was to end and no answer came: it may be stored. */
  | { readonly what: "in doubt" }
  /** A row was not new or not whole: `broken` names the rule in SQLite's words. */
  | { readonly what: "constraint"; readonly broken: string }
  | { readonly what: "other" };
