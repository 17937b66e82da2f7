import type { Instrument } from "../lib/domain/mod.ts";
import type { StoreReader } from "../lib/store/mod.ts";
import { type RoundTrip, toTradeLogLine } from "../lib/trader/mod.ts";

/** A line of the trade log for each round trip, with its line feed. */
export function tradeLogLines(trips: readonly RoundTrip[], instruments: readonly Instrument[]): string[] {
  const bySymbol = new Map(instruments.map((it) => [it.symbol, it]));
  return trips.map((trip) => JSON.stringify(toTradeLogLine(trip, bySymbol.get(trip.symbol)!)) + "\n");
}

/**
 * Keeps the trade log equal to the store's round trips. The store is the truth: opening writes the whole log anew
 * (a kill may have left a torn line), every sync appends what has been committed since.
 */
export function openTradeLog(
  path: string,
  store: StoreReader,
  instruments: readonly Instrument[],
): { sync(): void } {
  const text = (from: number) => tradeLogLines(store.roundTrips(from), instruments);
  const all = text(0);
  Deno.writeTextFileSync(path + ".new", all.join(""));
  Deno.renameSync(path + ".new", path);
  let written = all.length;
  return {
    sync() {
      const lines = text(written);
      if (lines.length === 0) return;
      Deno.writeTextFileSync(path, lines.join(""), { append: true });
      written += lines.length;
    },
  };
}
