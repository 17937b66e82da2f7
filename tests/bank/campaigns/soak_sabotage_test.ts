import assert from "node:assert/strict";
import type { Sabotage } from "../flood/sabotage.ts";
import { patched } from "./equal_unsorted.ts";
import { FLOOD_SABOTAGES } from "./flood_sabotage.ts";
import { SOAK_SABOTAGES } from "./soak_sabotage.ts";
import { STOP_SABOTAGES } from "./stop_sabotage.ts";

const ALL: Readonly<Record<string, readonly Sabotage[]>> = {
  flood: FLOOD_SABOTAGES,
  soak: SOAK_SABOTAGES,
  stop: STOP_SABOTAGES,
};

for (const [campaign, sabotages] of Object.entries(ALL)) {
  Deno.test(`all sabotages of bank:${campaign} still find their place in the program`, () => {
    for (const { patches } of sabotages) {
      for (const patch of patches) {
        const text = Deno.readTextFileSync(patch.file);
        assert.notEqual(patched(text, patch), text, patch.file);
      }
    }
  });
}
