import { deepStrictEqual } from "node:assert/strict";
import type { MarkView } from "../../views.ts";
import { tradeLines } from "./marks.ts";

const mark = (kind: MarkView["kind"], side: MarkView["side"], time: number, price: number): MarkView => ({
  ...{ kind, side, time, price, text: `${kind} ${price}` },
});

Deno.test("tradeLines() joins each exit with its entry, and says which gained", () => {
  const lines = tradeLines([
    mark("stop", "sell", 1, 90),
    mark("entry", "buy", 2, 100),
    mark("target", "sell", 3, 110),
    mark("stop", "sell", 4, 95),
    mark("entry", "sell", 5, 100),
    mark("exit", "buy", 6, 90),
  ]);
  deepStrictEqual(lines.map(({ from, to, isGain }) => [from, to, isGain]), [
    [2, 3, true],
    [2, 4, false],
    [5, 6, true],
  ]);
});
