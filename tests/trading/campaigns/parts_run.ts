import type { SupervisorFlags, TreeMetrics, WrapSpec } from "../../../lib/runtime/mod.ts";
import { openSqliteReader } from "../../../lib/store/mod.ts";
import { launchProgram } from "../../bank/campaigns/launch.ts";
import { type EndWay, PartsJudge } from "./parts_judge.ts";
import { Journal } from "./parts_journal.ts";
import { type Strike, STRIKE_WAYS, type StrikeArgs } from "../wrappers/strike.ts";

/** Where the runs of a campaign are, and of what. */
export interface PartsScene {
  /** Folder of the program, absolute. */
  readonly program: string;
  readonly folder: string;
  /** Options of `start` that name the market. */
  readonly args: readonly string[];
}

/** A run on the tree that is over. */
export interface PartsRun {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly judge: PartsJudge;
  /** Null if the root died before it could tell. */
  readonly metrics: TreeMetrics | null;
  readonly code: number;
  readonly seconds: number;
  readonly stderr: string;
}

/**
 * Room for all that is planned: a worker dies more often than in a healthy minute, and waits at most 200 ms. A thread may take
 * longer to end on a busy machine.
 */
export const ROOMY: SupervisorFlags = {
  strategy: "one_for_one",
  intensity: 10_000,
  periodMs: 60_000,
  backoff: { firstMs: 20, factor: 2, maxMs: 200, jitterPct: 20 },
  killMs: 5_000,
};

/** A run that hangs is ended, ms. */
const LIMIT_MS = 900_000;
/** And one in which so much is wrong already. */
const ENOUGH_BREACHES = 40;

/** What is done to a worker. */
export interface Deeds {
  readonly ways: readonly EndWay[];
  readonly wraps: readonly WrapSpec[];
}

export function struckBy(lives: readonly Strike[], at: StrikeArgs["at"]): Deeds {
  // plain, but declared by interfaces
  const args = { lives, at } as unknown as WrapSpec["args"];
  return { ways: lives.map(({ way }) => way), wraps: [{ kind: "strike", args }] };
}

/** Plays a whole run in cells, with deeds by worker; breaches of what may happen to whom are told to the campaign. */
export async function playParts(
  { program, folder: base, args, limitMs = LIMIT_MS }: PartsScene & { readonly limitMs?: number },
  name: string,
  deeds: ReadonlyMap<string, Deeds>,
  signal: AbortSignal,
): Promise<PartsRun> {
  const folder = `${base}/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  const judge = PartsJudge.create(new Map([...deeds].map(([worker, { ways }]) => [worker, ways])));
  const startMs = performance.now();
  const root = launchProgram({
    module: "tests/trading/root.ts",
    program,
    options: {
      args: ["--store", Journal.filesOf(folder).main, ...args],
      wraps: Object.fromEntries([...deeds].map(([worker, { wraps }]) => [worker, wraps])),
      flags: ROOMY,
      tellAll: true,
    },
    onNotice: (notice) => {
      PartsJudge.onNotice(judge, notice);
      if (judge.breaches.length > ENOUGH_BREACHES) end();
    },
  });
  const end = once(() => root.signal("SIGKILL"));
  const limit = setTimeout(() => {
    judge.breaches.push(`It was not over after ${limitMs / 1_000} s`);
    end();
  }, limitMs);
  signal.addEventListener("abort", end);
  const { code, metrics, stderr } = await root.ended;
  signal.removeEventListener("abort", end);
  clearTimeout(limit);
  signal.throwIfAborted();
  if (code !== 0) judge.breaches.push(`It ended with exit code ${code}: ${stderr.slice(-500)}`);
  if (metrics !== null) PartsJudge.onEnd(judge, metrics);
  return { name, folder, judge, metrics, code, stderr, seconds: (performance.now() - startMs) / 1_000 };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** Lines of the canonical export, and their hash. */
export function resultOf(folder: string): { readonly sha256: string; readonly lines: readonly string[] } {
  const reader = openSqliteReader(Journal.filesOf(folder).main);
  try {
    return { sha256: reader.resultHash().sha256, lines: [...reader.canonicalExport()] };
  } finally {
    reader.close();
  }
}

/** How long workers took from their death to being ready again, a line per way. */
export function recoveryTable(recoveries: PartsJudge["recoveries"]): string[] {
  return [...STRIKE_WAYS, "poison" as const].flatMap((way) => {
    const ms = recoveries.filter((it) => it.way === way).map((it) => it.ms).sort((a, b) => a - b);
    if (ms.length === 0) return [];
    const at = (share: number) =>
      String(ms[Math.min(ms.length - 1, Math.floor(share * ms.length))]).padStart(6);
    return [
      `  ${way.padEnd(10)}${String(ms.length).padStart(5)}   p50${at(0.5)}   p99${at(0.99)}   max${at(1)}`,
    ];
  });
}
