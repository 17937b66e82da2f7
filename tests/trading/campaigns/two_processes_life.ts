import { DatabaseSync } from "node:sqlite";
import { StorePlace } from "./equal_place.ts";

/** One process of the product, in a folder of its own or another's. */
export interface Life {
  readonly program: string;
  /** Where it runs: its run folder and its exchange's file lie there. */
  readonly folder: string;
  /** Empty for SQLite, whose file is run.sqlite of the folder. */
  readonly databaseUrl: string;
  /** Options of `start`. */
  readonly args: readonly string[];
}

/** How a process ended. */
export interface LifeEnd {
  readonly code: number;
  /** True if it was killed by who waited for it. */
  readonly isKilled: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A process under way. */
export interface RunningLife {
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<LifeEnd>;
  readonly isOver: () => boolean;
  /** kill -9 of its root; resolves when that and its cells are over. */
  readonly kill: () => Promise<LifeEnd>;
}

export const Life = { start, run, harbourOf, storeOf, ordersAt, epochs, firstOrder };

const FLAGS = ["--allow-env", "--allow-read", "--allow-write", "--allow-run", "--allow-net"];

function start({ program, folder, databaseUrl, args }: Life): RunningLife {
  const store = databaseUrl === "" ? ["--store", "run.sqlite"] : [];
  const words = ["run", "--no-prompt", "--frozen", "--config", `${program}/deno.json`, ...FLAGS];
  const startMs = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...words, `${program}/main.ts`, "start", ...store, ...args],
    cwd: folder,
    env: databaseUrl === "" ? {} : { DATABASE_URL: databaseUrl },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let isOver = false, isKilled = false;
  const ended = child.output().then(({ code, stdout, stderr }): LifeEnd => {
    isOver = true;
    const seconds = (performance.now() - startMs) / 1_000;
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, isKilled, stdout: text(stdout), stderr: text(stderr), seconds };
  });
  const kill = () => {
    if (!isOver) {
      isKilled = true;
      child.kill("SIGKILL");
    }
    return ended;
  };
  return { child, ended, isOver: () => isOver, kill };
}

/** Runs it to its end, or kills it after `limitMs`. */
async function run(life: Life, limitMs: number): Promise<LifeEnd> {
  const { ended, kill } = start(life);
  const timer = setTimeout(kill, limitMs);
  return await ended.finally(() => clearTimeout(timer));
}

function storeOf({ folder, databaseUrl }: Life): StorePlace {
  return databaseUrl === "" ? StorePlace.inFolder(folder) : { kind: "PostgreSQL", address: databaseUrl };
}

/** The exchange's own file. */
function harbourOf({ folder, databaseUrl }: Life): string {
  return `${folder}/${databaseUrl === "" ? "run" : "run/paper"}.harbour.sqlite`;
}

/** Orders that an exchange was asked for, by its own file; 0 if there is none. */
function ordersAt(path: string): number {
  try {
    Deno.statSync(path);
  } catch {
    return 0;
  }
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const hasTable = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'messages'").get() !== undefined;
    if (!hasTable) return 0;
    return Number(db.prepare("SELECT COUNT(*) AS n FROM messages WHERE kind = 'SubmitOrder'").get()!.n);
  } finally {
    db.close();
  }
}

/** Lives so far of everything that writes the store, as text. */
function epochs(life: Life): string {
  const sql = StorePlace.openSql(storeOf(life));
  try {
    const rows = sql.all<{ writer: string; number: number }>(
      "SELECT writer, number FROM epochs ORDER BY writer",
    );
    return rows.map(({ writer, number }) => `${writer} ${number}`).join(", ");
  } finally {
    sql.close();
  }
}

/** Waits for the first order at the exchange. Rejects if the process ends before. */
async function firstOrder(life: Life, running: RunningLife): Promise<void> {
  while (ordersAt(harbourOf(life)) === 0) {
    if (running.isOver()) throw new Error(`It ended before its first order: ${(await running.ended).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
