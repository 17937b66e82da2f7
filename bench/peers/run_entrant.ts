import { fileURLToPath } from "node:url";
import type { CandleSet } from "./candle_sets.ts";
import type { Contender, Entrant } from "./contender.ts";
import { type Outcome, parseOutcome } from "./outcome.ts";
import type { Peer } from "./peers.ts";
import { type Ended, runToEnd } from "./process.ts";

/** What a run came to. */
export type Run =
  | { readonly ok: true; readonly outcome: Outcome; readonly wallS: number; readonly note: string }
  | { readonly ok: false; readonly reason: string };

/** Where runs write, and how long one may take. */
export interface Limits {
  readonly scratch: string;
  /** A whole run that would take longer is cut to the first bars that fit. */
  readonly mostS: number;
}

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Bars of the run from which the length of the whole one is guessed; sets shorter than twice this are run whole. */
const PILOT_BARS = 20_000;
/** A run may take this much longer than was guessed, and this long for imports, before it is ended. */
const PATIENCE = 4, START_S = 120;

/** Times one of ours over all bars. */
export async function runContender(contender: Contender, set: CandleSet, limits: Limits): Promise<Run> {
  const script = `${HERE}run_contender.ts`;
  const command = [
    Deno.execPath(),
    "run",
    "--no-prompt",
    "--allow-read",
    "--allow-write",
    script,
    contender.name,
  ];
  return await run(command, {}, contender, { set, bars: set.candles.length, limits });
}

/** Times a peer, over the bars that fit into its time. */
export async function runPeer(peer: Peer, program: string, set: CandleSet, limits: Limits): Promise<Run> {
  const command = [program, `${HERE}${peer.script}`];
  const env = { PYTHONPATH: `${HERE}kit`, PYTHONDONTWRITEBYTECODE: "1" };
  const all = set.candles.length;
  if (all < 2 * PILOT_BARS) return await run(command, env, peer, { set, bars: all, limits });
  const pilot = await run(command, env, peer, { set, bars: PILOT_BARS, limits });
  if (!pilot.ok) return pilot;
  const rate = PILOT_BARS / Math.min(...pilot.outcome.seconds);
  const bars = Math.min(all, Math.max(PILOT_BARS, Math.floor(rate * limits.mostS)));
  const whole = await run(command, env, peer, { set, bars, limits });
  return whole.ok
    ? whole
    : { ...pilot, note: `the pilot's ${PILOT_BARS} bars alone; of ${bars}: ${whole.reason}` };
}

interface Task {
  readonly set: CandleSet;
  readonly bars: number;
  readonly limits: Limits;
}

async function run(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  { name, signalLag }: Entrant,
  { set, bars, limits }: Task,
): Promise<Run> {
  const workspace = await Deno.makeTempDir({ dir: limits.scratch, prefix: "run-" });
  try {
    const out = `${workspace}/outcome.json`;
    const args = ["--candles", set.file, "--bars", String(bars), "--out", out];
    const peerArgs = ["--timeframe-ms", String(set.timeframeMs), "--workspace", workspace];
    const ended = await runToEnd([...command, ...args, ...(command[0] === Deno.execPath() ? [] : peerArgs)], {
      timeoutS: START_S + PATIENCE * limits.mostS,
      env,
    });
    return ended.ok
      ? await read(out, signalLag, ended)
      : { ok: false, reason: `${name}: ${ended.complaint}` };
  } finally {
    await Deno.remove(workspace, { recursive: true });
  }
}

async function read(out: string, signalLag: number, { wallS }: Ended): Promise<Run> {
  return { ok: true, outcome: parseOutcome(await Deno.readTextFile(out), signalLag), wallS, note: "" };
}
