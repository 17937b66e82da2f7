import { ARSON_KINDS, FIRE_KINDS, WORKER_KINDS } from "./fire_kinds.ts";
import type { FireFault, FireLedger } from "./fire_ledger.ts";
import type { Fire } from "./fire_state.ts";
import { summarize } from "./fire_summary.ts";

/** What happened, as lines of text. */
export function describeFire(fire: Fire): string[] {
  const { ledger, tally } = fire;
  return [
    ...summarize(fire),
    "",
    ...table(hits(ledger)),
    "",
    ...table(times(ledger)),
    "",
    ...[...tally].sort().map(([what, count]) => `${String(count).padStart(9)}  ${what}`),
  ];
}

/** How often what hit whom. */
function hits({ cells, faults }: FireLedger): string[][] {
  const workers = [...cells.values()].flat();
  const row = (kind: string, places: readonly string[]) => {
    const own = faults.filter((fault) => fault.kind === kind);
    const at = places.map((place) => own.filter(({ where }) => where === place).length);
    return [kind, String(own.length), ...at.map((count) => count === 0 ? "." : String(count))];
  };
  const outside = [...cells.keys(), "root"];
  const blank = Array(workers.length - outside.length).fill("");
  return [
    ["fault", "all", ...workers.map((worker) => worker.replace("worker/", "w"))],
    ...WORKER_KINDS.map((kind) => row(kind, workers)),
    ["from outside", "all", ...outside, ...blank],
    ...ARSON_KINDS.map((kind) => [...row(kind, outside), ...blank]),
  ];
}

/** When it was noticed and when overcome, ms after the fault. */
function times({ faults }: FireLedger): string[][] {
  const rows = [...FIRE_KINDS, "gave_up" as const].map((kind) => {
    const own = faults.filter((fault) => fault.kind === kind);
    const found = own.filter(({ detectedMs }) => detectedMs !== null);
    const detection = found.map((fault) => fault.detectedMs! - fault.atMs);
    const overcome = found.filter(({ recoveredMs }) => recoveredMs !== null);
    const recovery = overcome.map((fault) => fault.recoveredMs! - fault.atMs);
    const harmless = own.filter((fault) => fault.detectedMs === null && !fault.isCutShort).length;
    return [
      ...[kind, String(own.length)],
      ...[...quantiles(detection), ...quantiles(recovery)],
      String(harmless),
      String(own.filter(({ isCutShort }) => isCutShort).length),
      reasons(found),
    ];
  });
  return [
    [
      "ms",
      "all",
      "noticed p50",
      "p99",
      "max",
      "overcome p50",
      "p99",
      "max",
      "harmless",
      "cut short",
      "noticed as",
    ],
    ...rows,
  ];
}

/** p50, p99 and the largest, by nearest rank; "-" if there are none. */
export function quantiles(values: readonly number[]): string[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
  return [0.5, 0.99, 1].map((share) => sorted.length === 0 ? "-" : String(Math.round(at(share))));
}

function reasons(faults: readonly FireFault[]): string {
  const counts = Map.groupBy(faults, ({ noticedAs }) => noticedAs);
  return [...counts].sort(([, a], [, b]) => b.length - a.length).map(([as, { length }]) => `${as} ${length}`)
    .join(", ");
}

/** Columns as wide as they must be: the first and the last to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) =>
      column === 0 || /[a-z]/.test(cell) && column === row.length - 1
        ? cell.padEnd(widths[column])
        : cell.padStart(widths[column])
    )
      .join("  ").trimEnd()
  );
}
