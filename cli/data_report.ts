import { type DataFault, type DataWarning, formatSpan, type Gap } from "../lib/market/mod.ts";
import type { FileReport } from "./data_inspection.ts";
import { utc } from "./terminal.ts";

/** A file's report for a person; of each kind of fault and warning at most `show` are told one by one. */
export function describeFile(it: FileReport, show: number): string {
  const lines = [headline(it)];
  for (const { name, sha256 } of it.sources) lines.push(`  from ${name} (SHA-256 ${sha256.slice(0, 16)}...)`);
  for (const repair of it.repairs) lines.push(`  done before: ${repair}`);
  lines.push(...facts(it).map((fact) => `  ${fact}`));
  lines.push(
    ...grouped("fault", it.faults, faultLine, show),
    ...grouped("warning", it.warnings, warningLine, show),
  );
  lines.push(`  ${verdict(it)}`);
  return lines.join("\n");
}

function headline(it: FileReport): string {
  const what = it.kind === "candles" && it.timeframeMs !== null
    ? `candles of ${formatSpan(it.timeframeMs)}`
    : it.kind;
  const whose = it.symbol === "" ? "" : ` of ${it.symbol}`;
  const span = it.fromMs === null || it.toMs === null ? "" : `, ${utc(it.fromMs)} to ${utc(it.toMs)}`;
  return `${it.file}: ${what}${whose}, ${it.rows.toLocaleString("en-US")} rows${span}`;
}

function facts({ gaps, timeframeMs, zeroVolume, jumps, funding, kind }: FileReport): string[] {
  const told: string[] = [];
  if (gaps.length > 0 && timeframeMs !== null) told.push(describeGaps(gaps, timeframeMs, kind));
  else if (timeframeMs !== null) told.push("no gap");
  if (zeroVolume !== undefined) {
    told.push(`${zeroVolume.bars} bars without volume, longest run ${zeroVolume.longestRun}`);
  }
  if (jumps !== undefined) told.push(`${jumps.length} jumps of the close`);
  if (funding !== undefined) {
    told.push(
      `a settlement every ${formatSpan(funding.intervalMs)}, jitter ${funding.maxJitterMs} ms at most`,
    );
  }
  return told;
}

/** All holes in a line: how many, what is missing, and the longest by its length and place. */
export function describeGaps(gaps: readonly Gap[], timeframeMs: number, kind: string): string {
  const missing = gaps.reduce((sum, gap) => sum + gap.missingBars, 0);
  const longest = gaps.reduce((a, b) => b.missingBars > a.missingBars ? b : a);
  const noun = kind === "funding" ? "settlements" : "bars", { missingBars, fromMs } = longest;
  const outage = formatSpan((missingBars + 1) * timeframeMs);
  return `${gaps.length} gap${
    gaps.length === 1 ? "" : "s"
  }, ${missing} ${noun} missing; the longest: ${missingBars} ` +
    `from ${utc(fromMs)}, ${outage} from one to the next`;
}

function grouped<T extends DataFault | DataWarning>(
  noun: string,
  items: readonly T[],
  line: (item: T) => string,
  show: number,
): string[] {
  const kinds = new Map<string, T[]>();
  for (const item of items) kinds.set(item.kind, [...kinds.get(item.kind) ?? [], item]);
  return [...kinds].flatMap(([kind, found]) => {
    const rest = found.length - show;
    const more = rest > 0 ? [`    ... and ${rest} more (--show ${found.length})`] : [];
    return [
      `  ${noun} ${kind}: ${found.length}`,
      ...found.slice(0, show).map((it) => `    ${line(it)}`),
      ...more,
    ];
  });
}

const faultLine = ({ row, at, what, todo }: DataFault): string =>
  `${
    [row > 0 ? `row ${row}` : "", at].filter((it) => it !== "").join(", ") || "the file"
  }: ${what}. ${todo}.`;

const warningLine = ({ at, what }: DataWarning): string => at === "" ? what : `${at}: ${what}`;

function verdict({ faults, warnings }: FileReport): string {
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const outcome = faults.length > 0 ? "REFUSED" : "sound";
  return `${outcome}: ${count(faults.length, "fault")}, ${count(warnings.length, "warning")}`;
}
