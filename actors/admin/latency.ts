import type { MetricFamily, MetricSample } from "../../lib/admin/mod.ts";

/** Times of one kind, counted by upper bounds; changed in place. */
export interface Latency {
  /** Counts of times at or under each bound and above the one before; the last is for all above. */
  readonly counts: number[];
  sumSeconds: number;
}

/** Upper bounds, seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Companion of Latency. */
export const Latency = { create, add, family };

function create(): Latency {
  return { counts: new Array<number>(BOUNDS.length + 1).fill(0), sumSeconds: 0 };
}

/** Counts one time, ms; one below 0 (no clock is perfect) counts as 0. */
function add(latency: Latency, ms: number): void {
  const seconds = Math.max(0, ms) / 1_000;
  const at = BOUNDS.findIndex((bound) => seconds <= bound);
  latency.counts[at < 0 ? BOUNDS.length : at]! += 1;
  latency.sumSeconds += seconds;
}

/** As Prometheus has it: each bucket counts all times at or under its bound. */
function family(name: string, help: string, { counts, sumSeconds }: Latency): MetricFamily {
  let total = 0;
  const samples: (MetricSample & { readonly suffix: "_bucket" | "_sum" | "_count" })[] = counts.map(
    (count, i) => {
      total += count;
      return {
        suffix: "_bucket",
        labels: { le: i < BOUNDS.length ? String(BOUNDS[i]) : "+Inf" },
        value: total,
      };
    },
  );
  samples.push({ suffix: "_sum", labels: {}, value: sumSeconds }, {
    suffix: "_count",
    labels: {},
    value: total,
  });
  return { name, type: "histogram", help, samples };
}
