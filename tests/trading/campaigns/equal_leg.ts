import type { WrapSpec } from "../../../lib/runtime/mod.ts";
import { StorePlace } from "./equal_place.ts";

/** One way to play one market. */
export interface LegSpec {
  readonly name: string;
  /** Options of `start` that say which market it is, and a layer of configuration that says how it is played. */
  readonly args: readonly string[];
  readonly config: string;
  /** Program folder, absolute. */
  readonly program: string;
  /** Empty, existing, absolute. */
  readonly folder: string;
  /** Of a server; "" for SQLite. */
  readonly serverUrl: string;
  /** Words before the command: ["taskset", "-c", "0"]. */
  readonly before?: readonly string[];
  /** Modules around every worker; the program must have tests/trading then. */
  readonly wraps?: readonly WrapSpec[];
  /** Longer than this is an error, ms. */
  readonly deadlineMs: number;
}

/** What a leg came to. */
export interface Leg {
  readonly name: string;
  readonly store: StorePlace["kind"];
  readonly version: string;
  readonly seconds: number;
  readonly rounds: number;
  /** Starts of cells and workers after the first. */
  readonly restarts: number;
  /** Of the canonical export; "" if it did not get that far. */
  readonly result: string;
  /** Of all that was handled. */
  readonly journal: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly wrong: string;
}

export const Leg = { play, describe, breaches };

const FLAGS = ["--allow-env", "--allow-read", "--allow-write", "--allow-run", "--allow-net"];

/** Plays it to its end, in a process of its own. */
async function play(spec: LegSpec, signal: AbortSignal): Promise<Leg> {
  signal.throwIfAborted();
  const { folder, serverUrl, name, config } = spec;
  await Deno.writeTextFile(`${folder}/leg.yaml`, config);
  const place = serverUrl === ""
    ? StorePlace.inFolder(folder)
    : StorePlace.onServer(serverUrl, name.replaceAll(/[^a-z0-9]+/g, "_"));
  StorePlace.drop(place);
  const startMs = performance.now();
  const { code, text } = await run(spec, place, signal);
  const seconds = (performance.now() - startMs) / 1_000;
  const result = /^result ([0-9a-f]{64})$/m.exec(text)?.[1] ?? /"sha256":"([0-9a-f]{64})"/.exec(text)?.[1] ??
    "";
  const base = { name, store: place.kind, seconds, result, restarts: restartsIn(text) };
  if (code !== 0 || result === "") {
    const wrong = `${name} ended with ${code}: ${text.slice(-2_000)}`;
    return { ...base, version: "", rounds: 0, journal: "", rows: {}, wrong };
  }
  const leg = {
    ...base,
    version: StorePlace.version(place),
    rounds: StorePlace.lastRound(place),
    journal: StorePlace.journalHash(place),
    rows: StorePlace.rowCounts(place),
    wrong: "",
  };
  StorePlace.drop(place);
  return leg;
}

async function run(
  spec: LegSpec,
  place: StorePlace,
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly text: string }> {
  const { program, folder, before = [], deadlineMs } = spec;
  const words = [...before, Deno.execPath(), "run", "--no-prompt", "--frozen", "--config"];
  words.push(`${program}/deno.json`, ...FLAGS, ...commandOf(spec, place));
  const env: Record<string, string> = place.kind === "SQLite" ? {} : { DATABASE_URL: place.address };
  const child = new Deno.Command(words[0], {
    args: words.slice(1),
    cwd: folder,
    env,
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  limit.onabort = () => child.kill("SIGKILL");
  try {
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    limit.onabort = null;
    signal.throwIfAborted();
  }
}

/** The product; or its double in tests, which takes modules around workers. */
function commandOf({ program, args, wraps }: LegSpec, place: StorePlace): string[] {
  const store = place.kind === "SQLite" ? ["--store", place.address] : [];
  const own = [...store, ...args, "--config", "leg.yaml"];
  if (wraps === undefined) return [`${program}/main.ts`, "start", ...own];
  return [`${program}/tests/trading/root.ts`, JSON.stringify({ args: own, wraps: { "*": wraps } })];
}

/** As the product tells it on the terminal, or its double by notices. */
function restartsIn(text: string): number {
  return [...text.matchAll(/ starts again in \d+ ms|"kind":"Restarting"/g)].length;
}

/** One line of a table, without its end; `inline` is the same market on one thread, null for that itself. */
function describe({ name, store, seconds, rounds, restarts, result }: Leg, inline: Leg | null): string {
  const times = inline === null ? "" : `${(seconds / inline.seconds).toFixed(1)} x inline`;
  return [
    name.padEnd(34),
    store.padEnd(10),
    `${seconds.toFixed(1)} s`.padStart(9),
    times.padStart(14),
    `${rounds} rounds`.padStart(14),
    `${(rounds / seconds).toFixed(0)}/s`.padStart(7),
    `${restarts} restarts`.padStart(11),
    ` ${result === "" ? "no result" : result}`,
  ].join(" ");
}

/** What forbids to call this leg good. */
function breaches(leg: Leg, inline: Leg): string[] {
  if (leg.wrong !== "") return [leg.wrong];
  const found: string[] = [];
  for (const what of ["result", "journal"] as const) {
    if (leg[what] !== inline[what]) {
      found.push(`${leg.name}: its ${what} is ${leg[what]}, inline it is ${inline[what]}`);
    }
  }
  return found;
}
