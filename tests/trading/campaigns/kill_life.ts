import { DatabaseSync } from "node:sqlite";
import { createPostgresStore, createSqliteStore, type Store } from "../../../lib/store/mod.ts";
import { messageId } from "../../../lib/runtime/mod.ts";

/** One run on one store, played by as many processes as it takes. */
export interface KillRun {
  /** Folder with the program, absolute. */
  readonly program: string;
  /** Folder in which it runs, absolute: its files are there. */
  readonly folder: string;
  /** Empty for SQLite. */
  readonly databaseUrl: string;
  /** Options of `start`. */
  readonly args: readonly string[];
}

export const KillRun = { open, start, finish, kill, orderRounds };

/** When a life is to be killed. */
export type KillAim =
  /** Once the journal has this round. */
  | { readonly kind: "round"; readonly round: number }
  /** As soon as an order is committed and the venue's answer is not, from this round on. */
  | { readonly kind: "order"; readonly round: number };

/** How a life ended. */
export interface KilledLife {
  /** False if the run came to its end before. */
  readonly isKilled: boolean;
  readonly lastRound: number;
  /** Kinds of the messages to and from the venue that were under way. */
  readonly underWay: readonly string[];
  /** Orders that the venue had answered in its own file, and the tree had not taken over. */
  readonly answered: number;
  readonly code: number;
  readonly stderr: string;
}

const POLL_MS = 1;
const FLAGS = ["--allow-env", "--allow-read", "--allow-write", "--allow-run", "--allow-net"];
const ORDER_KINDS = [
  "SubmitOrder",
  "CancelOrder",
  "OrderAccepted",
  "OrderRejected",
  "OrderCancelled",
  "OrderFilled",
];

/** The run's store, beside the run itself. */
function open({ folder, databaseUrl }: KillRun): Store {
  const nowMs = () => Date.now();
  return databaseUrl === ""
    ? createSqliteStore({ path: `${folder}/run.sqlite`, nowMs })
    : createPostgresStore({ url: databaseUrl, nowMs });
}

/** Rounds after which an order was on its way to the venue, ascending; of a run on SQLite. */
function orderRounds({ folder }: KillRun): number[] {
  const db = new DatabaseSync(`${folder}/run.sqlite`, { readOnly: true });
  try {
    const rows = db.prepare("SELECT DISTINCT round FROM messages WHERE kind = 'SubmitOrder' ORDER BY round")
      .all();
    return rows.map(({ round }) => Number(round));
  } finally {
    db.close();
  }
}

function start({ program, folder, databaseUrl, args }: KillRun): Deno.ChildProcess {
  const store = databaseUrl === "" ? ["--store", "run.sqlite"] : [];
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--frozen",
      "--config",
      `${program}/deno.json`,
      ...FLAGS,
      `${program}/main.ts`,
      "start",
      ...store,
      ...args,
    ],
    cwd: folder,
    env: databaseUrl === "" ? {} : { DATABASE_URL: databaseUrl },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
}

/** Plays on to the end. */
async function finish(
  run: KillRun,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { code, stdout, stderr } = await start(run).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Plays on until the aim is reached, and kills the root's process then. */
async function kill(run: KillRun, aim: KillAim): Promise<KilledLife> {
  const child = start(run);
  const output = child.output();
  let isOver = false;
  output.then(() => isOver = true);
  const store = open(run);
  try {
    while (!isOver && !isReached(store, aim)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const isKilled = !isOver;
    if (isKilled) child.kill("SIGKILL");
    const { code, stderr } = await output;
    const { lastRound } = store.resumePoint();
    return {
      ...{ isKilled, lastRound, underWay: underWay(store), answered: answered(run, store), code },
      stderr: new TextDecoder().decode(stderr),
    };
  } finally {
    store.close();
  }
}

/** How many orders under way the venue's file has as handled. */
function answered({ folder, databaseUrl }: KillRun, store: Store): number {
  const asked = store.resumePoint().pending.filter(({ body }) => body.kind === "SubmitOrder");
  if (asked.length === 0) return 0;
  const path = databaseUrl === "" ? "run.harbour.sqlite" : "run/paper.harbour.sqlite";
  const db = new DatabaseSync(`${folder}/${path}`, { readOnly: true });
  try {
    const handled = db.prepare("SELECT 1 FROM journal WHERE sender = ? AND seq = ?");
    return asked.filter(({ from, seq }) => handled.get(from, seq) !== undefined).length;
  } finally {
    db.close();
  }
}

function isReached(store: Store, { kind, round }: KillAim): boolean {
  const point = store.resumePoint();
  if (point.lastRound < round) return false;
  return kind === "round" || point.pending.some(({ body }) => ORDER_KINDS.includes(body.kind));
}

function underWay(store: Store): string[] {
  const { pending } = store.resumePoint();
  return [...new Map(pending.map((it) => [messageId(it), it.body.kind])).values()]
    .filter((kind) => ORDER_KINDS.includes(kind));
}
