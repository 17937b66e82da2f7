// deno-lint-ignore-file no-console
/**
 * Stops a run again and again and compares its result with an undisturbed one: `deno task campaign:stops --stops 100
 * [--seed N] [-- start options]`. Half of the stops are uniform over the run's logical time, seven in ten of them SIGKILL, the
 * rest SIGTERM and SIGINT; the other half are SIGKILL by the run itself, a few commits into the sending of an entry. Prints seed and totals; exits 1 unless both exports are byte-equal and every stop really happened.
 *
 * @module
 */
import { Rng, type RngState } from "../lib/core/mod.ts";
import { Order } from "../lib/domain/mod.ts";
import { openSqliteReader, type StoreReader } from "../lib/store/mod.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const CHILD = new URL("./campaign_child.ts", import.meta.url).pathname;
/** Commits from the decision of an entry to its fill, and a few more. */
const ENTRY_COMMITS = 7;
const POLL_MS = 2;
/** What is played unless something else is asked for. */
const DEMO = ["--bars", "1080"];

interface Options {
  readonly stops: number;
  readonly seed: string;
  readonly startArgs: readonly string[];
}

function readArgs(args: readonly string[]): Options {
  const cut = args.indexOf("--");
  const own = cut < 0 ? args : args.slice(0, cut);
  const value = (name: string) => own.includes(name) ? own[own.indexOf(name) + 1] : undefined;
  const stops = Number(value("--stops") ?? "10");
  if (!Number.isInteger(stops) || stops < 1) {
    throw new RangeError("--stops needs a whole number of at least 1");
  }
  return { stops, seed: value("--seed") ?? "1", startArgs: cut < 0 ? DEMO : args.slice(cut + 1) };
}

function launch(store: string, startArgs: readonly string[], program = [MAIN, "start"]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "-A", ...program, ...startArgs, "--store", store],
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

async function finish(child: Deno.ChildProcess): Promise<{ code: number; text: string }> {
  const { code, stdout } = await child.output();
  return { code, text: new TextDecoder().decode(stdout) };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens the store for reading as soon as the child has made it; null once the child has ended. */
async function readerOf(path: string, ended: () => boolean): Promise<StoreReader | null> {
  while (!ended()) {
    try {
      return openSqliteReader(path);
    } catch {
      await sleep(POLL_MS);
    }
  }
  return null;
}

type Signal = "SIGKILL" | "SIGTERM" | "SIGINT";

interface Life {
  readonly by: Stop["by"];
  /** False when the run had ended before it could be stopped. */
  readonly stopped: boolean;
  /** True for an ordered stop: committed, snapshots taken, exit code 0. */
  readonly inOrder: boolean;
  /** Entries that were sent and not filled or ended when it was stopped. */
  readonly entriesUnderWay: number;
}

/** Starts (or resumes) the run and stops it. */
async function live(store: string, startArgs: readonly string[], { atMs, by, commits }: Stop): Promise<Life> {
  const program = by === "itself" ? [CHILD, String(atMs), String(commits)] : [MAIN, "start"];
  const child = launch(store, startArgs, program);
  let ended = false;
  const output = finish(child).finally(() => ended = true);
  if (by !== "itself") {
    const reader = await readerOf(store, () => ended);
    while (!ended && reader !== null && reader.lastInstantMs() < atMs) await sleep(0);
    reader?.close();
    if (!ended) child.kill(by);
  }
  const { code, text } = await output;
  const inOrder = text.includes("Stopped in order");
  // a polite signal before the program listens for it ends the process like any other
  return { by, inOrder, stopped: code !== 0 || inOrder, entriesUnderWay: entriesUnderWay(store) };
}

function entriesUnderWay(store: string): number {
  const reader = openSqliteReader(store);
  try {
    return reader.orders().filter((order) => order.leg === "entry" && !Order.isTerminal(order)).length;
  } finally {
    reader.close();
  }
}

/** Where a run is stopped: by a signal once its logical time has come to a point, or by itself that many commits later. */
interface Stop {
  readonly atMs: number;
  readonly by: Signal | "itself";
  readonly commits: number;
}

/** Half anywhere by signals (short of the very end, where nothing is left to stop), half in the sending of an entry of the undisturbed run; in the order of time. */
function drawStops(stops: number, lines: readonly string[], rng: RngState): Stop[] {
  const records = lines.map((line) => JSON.parse(line));
  const times = records.map(({ atMs }) => atMs ?? 0).filter((ms) => ms > 0);
  const from = times.reduce((a, b) => Math.min(a, b)), to = times.reduce((a, b) => Math.max(a, b));
  const entries = records.filter(({ leg, record }) => record === "order" && leg === "entry");
  const drawn = Array.from({ length: stops }, (_, i): Stop => {
    if (i % 2 === 1 && entries.length > 0) {
      const atMs = entries[Rng.below(rng, entries.length)].createdAtMs;
      return { atMs, by: "itself", commits: Rng.below(rng, ENTRY_COMMITS) };
    }
    const draw = Rng.uniform(rng);
    const by = draw < 0.7 ? "SIGKILL" : draw < 0.85 ? "SIGTERM" : "SIGINT";
    return { atMs: from + 0.97 * Rng.uniform(rng) * (to - from), by, commits: 0 };
  });
  return drawn.sort((a, b) => a.atMs - b.atMs || a.commits - b.commits);
}

function exportOf(store: string): string[] {
  const reader = openSqliteReader(store);
  try {
    return [...reader.canonicalExport()];
  } finally {
    reader.close();
  }
}

function firstDifference(a: readonly string[], b: readonly string[]): string {
  const at = a.findIndex((line, i) => line !== b[i]);
  return `line ${at + 1}:\n  undisturbed ${a[at]?.slice(0, 300)}\n  disturbed   ${b[at]?.slice(0, 300)}`;
}

async function campaign({ stops, seed, startArgs }: Options): Promise<boolean> {
  const folder = await Deno.makeTempDir();
  const calm = `${folder}/calm.sqlite`, shaken = `${folder}/shaken.sqlite`;
  const startedMs = Date.now();
  const undisturbed = await finish(launch(calm, startArgs));
  if (undisturbed.code !== 0) throw new Error(`The undisturbed run failed:\n${undisturbed.text}`);
  const calmMs = Date.now() - startedMs;
  const expected = exportOf(calm);
  const rng = Rng.create(`stops ${seed}`);
  const lives: Life[] = [];
  for (const stop of drawStops(stops, expected, rng)) lives.push(await live(shaken, startArgs, stop));
  const last = await finish(launch(shaken, startArgs));
  const got = exportOf(shaken);
  const equal = got.length === expected.length && got.every((line, i) => line === expected[i]);
  const count = (by: Stop["by"]) => lives.filter((l) => l.stopped && l.by === by).length;
  const underWay = lives.filter((l) => l.entriesUnderWay > 0).length;
  const happened = lives.filter((l) => l.stopped).length;
  const result = (text: string) => /result ([0-9a-f]{64})/.exec(text)?.[1] ?? "none";
  console.log(
    `seed ${seed}: ${happened} of ${stops} stops (SIGKILL by itself ${count("itself")}, SIGKILL ${
      count("SIGKILL")
    }, SIGTERM ${count("SIGTERM")}, SIGINT ${count("SIGINT")}; ${
      lives.filter((l) => l.inOrder).length
    } in order; ${underWay} with an entry under way)`,
  );
  console.log(
    `undisturbed ${calmMs} ms, whole campaign ${
      Date.now() - startedMs
    } ms, ${expected.length} canonical lines`,
  );
  console.log(`undisturbed result ${result(undisturbed.text)}`);
  console.log(`disturbed   result ${result(last.text)}`);
  if (!equal) console.log(`DIFFERENT at ${firstDifference(expected, got)}`);
  await Deno.remove(folder, { recursive: true });
  // the last point may fall on the very end, where there is nothing left to stop
  const enough = happened >= Math.ceil(0.9 * stops) && count("SIGKILL") > 0;
  if (!enough) console.log("BREACH: too few stops happened; the run is too short for so many");
  return equal && enough && last.code === 0 && result(last.text) === result(undisturbed.text);
}

if (import.meta.main) {
  const passed = await campaign(readArgs(Deno.args));
  console.log(passed ? "campaign passed" : "campaign FAILED");
  Deno.exit(passed ? 0 : 1);
}
