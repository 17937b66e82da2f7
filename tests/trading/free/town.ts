import type { Message, Notice, TreeMetrics } from "../../../lib/runtime/mod.ts";
import { linesOf } from "../../lines.ts";
import { HarbourFile } from "./harbour_file.ts";
import type { MeddleKind, Truth } from "./meddled_venue.ts";

/** Where a town trades, and how. */
export interface TownPlace {
  /** Absolute; its files are there, and a later root goes on with them. */
  readonly folder: string;
  /** Empty for SQLite. */
  readonly databaseUrl: string;
  /** Options of `start`. */
  readonly args: readonly string[];
  /** Folder of the program. @default {this one} */
  readonly program?: string;
}

/** A product process under test, and what is known of it. Changed in place. */
export interface Town {
  readonly place: TownPlace;
  readonly child: Deno.ChildProcess;
  readonly input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly notices: Notice[];
  /** By worker: its newest life, and since when it is ready; 0 while it is not. */
  readonly workers: Map<string, { incarnation: number; readySinceMs: number }>;
  /** By cell: pid of the newest life. */
  readonly pids: Map<string, number>;
  readonly harbour: HarbourFile;
  /** Latest of what the exchange said of itself. */
  standing: { readonly covered: number; readonly naked: number; readonly resting: number };
  readonly truths: Truth[];
  readonly ended: Promise<TownEnd>;
  /** When processes that had stood still went on, wall time in ms: they were not ready before. */
  readonly thawedAtMs: number[];
  hasEnded: boolean;
  tokens: number;
}

export interface TownEnd {
  readonly code: number;
  readonly metrics: TreeMetrics | null;
  readonly stderr: string;
}

const PROGRAM = new URL("../../..", import.meta.url).pathname.replace(/\/$/, "");
const FLAGS = [
  "--no-prompt",
  "--frozen",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  "--allow-run",
  "--allow-net",
];
const POLL_MS = 10;

export const Town = { start, tell, meddle, until, isReady, wait, look, signal, rest, stop };

/** Starts the product. */
async function start(place: TownPlace): Promise<Town> {
  const { program = PROGRAM } = place;
  const store = place.databaseUrl === "" ? ["--store", "run.sqlite"] : [];
  const module = `${program}/tests/trading/free/root.ts`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--config",
      `${program}/deno.json`,
      ...FLAGS,
      module,
      JSON.stringify([...store, ...place.args]),
    ],
    cwd: place.folder,
    env: place.databaseUrl === "" ? {} : { DATABASE_URL: place.databaseUrl },
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const name = place.databaseUrl === "" ? "run.harbour.sqlite" : "run/paper.harbour.sqlite";
  const notices: Notice[] = [];
  const workers: Town["workers"] = new Map();
  const pids: Town["pids"] = new Map();
  const ended = end(child, (notice) => {
    notices.push(notice);
    note({ workers, pids }, notice);
  });
  const town: Town = {
    ...{ place, child, notices, workers, pids, ended },
    input: child.stdin.getWriter(),
    harbour: HarbourFile.open(`${place.folder}/${name}`),
    standing: { covered: 0, naked: 0, resting: 0 },
    truths: [],
    thawedAtMs: [],
    hasEnded: false,
    tokens: 0,
  };
  ended.then(() => town.hasEnded = true);
  await until(town, "all workers are ready", 60_000, () => isReady(town, ""));
  return town;
}

function note({ workers, pids }: Pick<Town, "workers" | "pids">, notice: Notice): void {
  if (notice.kind === "CellReady") pids.set(notice.cell, notice.pid);
  if (notice.kind === "CellGone") pids.delete(notice.cell);
  if (!("worker" in notice) || !("incarnation" in notice)) return;
  const { worker, incarnation } = notice;
  if (notice.kind === "WorkerReady") workers.set(worker, { incarnation, readySinceMs: notice.atMs });
  if (["WorkerStarted", "WorkerFailed", "WorkerGone"].includes(notice.kind)) {
    workers.set(worker, { incarnation, readySinceMs: 0 });
  }
}

/** True while all workers live whose id begins so, at least one. */
function isReady({ workers }: Town, prefix: string): boolean {
  const lives = [...workers].filter(([id]) => id.startsWith(prefix));
  const enough = prefix === "" ? workers.has("notifier") : lives.length > 0;
  return enough && lives.every(([, { readySinceMs }]) => readySinceMs > 0);
}

/** Tells an actor something, as the world does. */
async function tell({ input }: Town, to: string, body: Message): Promise<void> {
  await input.write(new TextEncoder().encode(JSON.stringify({ to, body }) + "\n"));
}

/** Has something done at the exchange; the symbol it was done to, "" where there was none. */
async function meddle(town: Town, kind: MeddleKind, isSilent: boolean): Promise<string> {
  const token = `${Date.now()}/${++town.tokens}`;
  await tell(town, "venue/paper", { kind, token, isSilent } as Message);
  let symbol = "";
  await until(town, `${kind} is done`, 10_000, () => {
    const found = town.truths.findLast((truth) => truth.kind === "Meddled" && truth.token === token);
    if (found?.kind === "Meddled") symbol = found.symbol;
    return found !== undefined;
  });
  return symbol;
}

/** Lets it run. */
async function wait(town: Town, ms: number): Promise<void> {
  const untilMs = Date.now() + ms;
  await until(town, "the time is over", ms + 10_000, () => Date.now() >= untilMs);
}

/** The market stands still, and all that was under way comes to its end. */
async function rest(town: Town, settleMs: number): Promise<void> {
  await tell(town, "clock/paper", { kind: "Rest" } as Message);
  await wait(town, settleMs);
}

/** Reads what the exchange has written down since. */
function look(town: Town): void {
  for (const truth of HarbourFile.news(town.harbour)) {
    town.truths.push(truth);
    if (truth.kind === "Standing") town.standing = truth;
  }
}

/** Waits until something is so; throws Error where it is not in time, or the process has ended. */
async function until(town: Town, what: string, withinMs: number, isSo: () => boolean): Promise<void> {
  const startMs = Date.now();
  while (true) {
    look(town);
    if (isSo()) return;
    if (town.hasEnded) {
      const { code, stderr } = await town.ended;
      throw new Error(`The run ended with ${code} before ${what}: ${stderr.slice(-2_000)}`);
    }
    if (Date.now() - startMs > withinMs) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Sends a signal to the root ("root") or to a cell's process. */
function signal({ child, pids }: Town, cell: string, name: Deno.Signal): void {
  if (cell === "root") return child.kill(name);
  const pid = pids.get(cell);
  if (pid === undefined) throw new Error(`Cannot signal ${cell}: it has no process`);
  Deno.kill(pid, name);
}

/** The ordered end; throws Error where it is none. */
async function stop(town: Town): Promise<TownEnd> {
  town.child.kill("SIGINT");
  const ended = await town.ended;
  look(town);
  await town.input.close().catch(() => {});
  if (ended.code === 0) return ended;
  throw new Error(`The ordered stop ended with ${ended.code}: ${ended.stderr.slice(-2_000)}`);
}

async function end(child: Deno.ChildProcess, onNotice: (notice: Notice) => void): Promise<TownEnd> {
  const stderr = new Response(child.stderr).text();
  let metrics: TreeMetrics | null = null;
  for await (const line of linesOf(child.stdout)) {
    const said = JSON.parse(line) as Notice | { readonly kind: "Ended"; readonly metrics: TreeMetrics };
    if (said.kind === "Ended") metrics = said.metrics;
    else onNotice(said);
  }
  return { code: (await child.status).code, metrics, stderr: await stderr };
}
