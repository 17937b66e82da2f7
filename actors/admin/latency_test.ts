import assert from "node:assert/strict";
import { Latency } from "./latency.ts";

Deno.test("Latency counts each time at its bound and above, and sums them", () => {
  const latency = Latency.create();
  for (const ms of [-3, 5, 6, 1_000, 60_000]) Latency.add(latency, ms);
  const { samples, type } = Latency.family("x_seconds", "Times.", latency);
  assert.equal(type, "histogram");
  const at = (le: string) => samples.find(({ labels }) => labels.le === le)!.value;
  assert.deepEqual(["0.005", "0.01", "0.5", "1", "5", "+Inf"].map(at), [2, 3, 3, 4, 4, 5]);
  const last = samples.slice(-2).map(({ suffix, value }) => [suffix, Number(value.toFixed(3))]);
  assert.deepEqual(last, [["_sum", 61.011], ["_count", 5]]);
});
