import { unwrap } from "../core/mod.ts";
import { type Instrument, parseInstrument } from "../domain/mod.ts";
import { anEntry } from "../domain/entry_fixture.ts";

/** Tick 0.1, step 0.001: one tick on one step is worth 0.0001 USDT = 10,000 units of 1e-8. */
export function anInstrument(symbol = "TEST/USDT:USDT"): Instrument {
  return unwrap(parseInstrument(symbol, anEntry()), "instrument of the tests");
}
