import type { Instrument } from "../domain/mod.ts";
import type { TraderEvent } from "../trader/mod.ts";
import type { Binding, EventOf } from "./port.ts";
import type { Sql } from "./sql.ts";

/** What a projector may use besides its event. */
export interface Projection {
  readonly sql: Sql;
  readonly venue: string;
  readonly account: string;
  readonly instruments: ReadonlyMap<string, Instrument>;
}

/** Where an event comes from. */
export interface EventRow {
  /** Id of its row in events. */
  readonly id: number;
  /** Logical time of the commit's input, ms. */
  readonly atMs: number;
  readonly wallMs: number;
}

/** Writes what follows from one kind of event into its tables, inside the commit's transaction. */
export type Projector<K extends TraderEvent["kind"]> = (
  to: Projection,
  event: EventOf<K>,
  row: EventRow,
) => void;

export const Projection = { create, instrument };

function create(sql: Sql, { venueEnvironment, account, instruments }: Binding): Projection {
  return {
    sql,
    venue: venueEnvironment,
    account,
    instruments: new Map(instruments.map((it) => [it.symbol, it])),
  };
}

/** The instrument of a symbol. Throws an Error for one that bind() was not given. */
function instrument(to: Projection, symbol: string): Instrument {
  const found = to.instruments.get(symbol);
  if (found !== undefined) return found;
  throw new Error(
    `Cannot write rows of ${symbol} as its instrument must be bound: current value is ` +
      `${[...to.instruments.keys()].join(", ") || "none"}; give bind() all instruments that are traded`,
  );
}
