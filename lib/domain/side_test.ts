import { deepStrictEqual } from "node:assert/strict";
import { Side } from "./side.ts";

Deno.test("Side has the names people and venues use", () => {
  const row = (side: Side) => [Side.opposite(side), Side.position(side), Side.order(side)];
  deepStrictEqual([row(1), row(-1)], [[-1, "long", "buy"], [1, "short", "sell"]]);
});
