import { deepStrictEqual, notDeepStrictEqual, strictEqual } from "node:assert/strict";
import { CandleColumns } from "../../market/mod.ts";
import { Tape } from "../../simulator/mod.ts";
import { FUTURES, hideFuture } from "./hidden_future.ts";
import { risingTape } from "./trust_fixture.ts";

const TAPE = risingTape(100, 10);
const row = (tape: Tape, bar: number) => CandleColumns.row(tape.symbols[0]!.candles, bar + 10);

for (const future of FUTURES) {
  Deno.test(`hideFuture() ${future}: keeps every bar before the cut and the funding at it, and nothing after`, () => {
    const hidden = hideFuture(TAPE, 48, future, "1");
    for (let bar = -10; bar < 48; bar++) deepStrictEqual(row(hidden, bar), row(TAPE, bar));
    for (let bar = 0; bar < 48; bar++) {
      strictEqual(Tape.fundingRate(hidden, 0, bar), Tape.fundingRate(TAPE, 0, bar));
      strictEqual(hidden.fundingDue[bar], TAPE.fundingDue[bar]);
    }
    if (future === "absent") strictEqual(hidden.symbols[0]!.candles.length, 58);
    else {
      notDeepStrictEqual(row(hidden, 48), row(TAPE, 48));
      deepStrictEqual(row(hideFuture(TAPE, 48, future, "1"), 60), row(hidden, 60));
      notDeepStrictEqual(row(hideFuture(TAPE, 48, future, "2"), 60), row(hidden, 60));
      notDeepStrictEqual(Tape.fundingRate(hidden, 0, 55), Tape.fundingRate(TAPE, 0, 55));
    }
  });
}
