/**
 * `replay` from outside: what a store's actors did they do again, stepped and free; one altered byte is found.
 *
 * @module
 */
import { match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createSqliteStore } from "../lib/store/mod.ts";
import {
  cli,
  denoNeeds,
  mustRefuse,
  type Outcome,
  putReplay,
  REPLAY_ARGS,
  type Scratch,
  scratch,
} from "./fixtures/cli.ts";
import { SHORT_YAML } from "./fixtures/cli.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

const replay = (folder: Scratch, store: string, ...more: string[]): Promise<Outcome> =>
  cli(folder.path, ["replay", "--store", store, ...more]);

const lastLine = ({ out }: Outcome): string => out.trimEnd().split("\n").at(-1)!;
const differences = ({ out }: Outcome): string[] =>
  out.split("\n").filter((line) => line.startsWith("DIFFERENT"));

function mustAgree(outcome: Outcome): void {
  strictEqual(lastLine(outcome), "no difference", outcome.out + outcome.err);
  strictEqual(outcome.code, 0, outcome.err);
}

/** A number of the line that adds up all actors: inputs, counted, decisions, events, messages, snapshots. */
function totalsOf({ out }: Outcome): number[] {
  return /^ {2}all +(.*)$/m.exec(out)![1]!.trim().split(/ +/).map(Number);
}

/** A copy of a store, changed by SQL. */
function altered(folder: Scratch, name: string, change: (db: DatabaseSync) => void): string {
  const copy = `${name}.sqlite`;
  Deno.copyFileSync(`${folder.path}/run.sqlite`, `${folder.path}/${copy}`);
  const db = new DatabaseSync(`${folder.path}/${copy}`);
  try {
    change(db);
  } finally {
    db.close();
  }
  return copy;
}

/** Changes a member of the JSON in a row. */
function setMember(db: DatabaseSync, table: string, where: string, member: string, value: unknown): void {
  const { id, body } = db.prepare(`SELECT rowid AS id, body FROM ${table} WHERE ${where} LIMIT 1`).get() as {
    id: number;
    body: string;
  };
  const json = JSON.parse(body);
  ok(member in json, `${member} in ${body}`);
  notStrictEqual(json[member], value);
  db.prepare(`UPDATE ${table} SET body = ? WHERE rowid = ?`).run(
    JSON.stringify({ ...json, [member]: value }),
    id,
  );
}

Deno.test("replay of a stepped run finds nothing, and finds each thing that was altered in its store", async (t) => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  const run = await cli(folder.path, ["start", "--config", "short.yaml", "--store", "run.sqlite"]);
  strictEqual(run.code, 0, run.err);

  await t.step("as it is", async () => {
    const outcome = await replay(folder, "run.sqlite");
    mustAgree(outcome);
    const [inputs, counted, decisions, events, messages, snapshots] = totalsOf(outcome) as [
      ...[number, number, number, number, number, number],
    ];
    ok(inputs > 1_000 && events > decisions && messages > 1_000 && snapshots > 5, outcome.out);
    strictEqual(counted, 0);
    const verdicts = [.../(?:no_trade|holding|approved|denied) (\d+)/g[Symbol.matchAll](run.out)];
    strictEqual(decisions, verdicts.reduce((sum, [, n]) => sum + Number(n), 0));
  });

  await t.step("a decision: exactly that one", async () => {
    const store = altered(
      folder,
      "decision",
      (db) => setMember(db, "decisions", "verdict = 'approved'", "confidence", 0.987654),
    );
    const outcome = await replay(folder, store);
    strictEqual(outcome.code, 1);
    strictEqual(lastLine(outcome), "1 difference");
    strictEqual(differences(outcome).length, 1);
    match(outcome.out, /^DIFFERENT 2024-.*, DecisionMade: confidence: stored 0\.987654, again 0\.\d+$/m);
  });

  await t.step("another event: exactly that one", async () => {
    const store = altered(
      folder,
      "event",
      (db) => setMember(db, "events", "kind = 'RegimeChanged'", "confidence", 0.5),
    );
    const outcome = await replay(folder, store);
    strictEqual(lastLine(outcome), "1 difference");
    match(
      outcome.out,
      /^DIFFERENT .* symbol\/paper\/\S+, input \d+, RegimeChanged: confidence: stored 0\.5, again /m,
    );
  });

  await t.step("an event that is gone: exactly that one", async () => {
    const store = altered(
      folder,
      "gone",
      (db) =>
        void db.exec(
          "DELETE FROM events WHERE id = (SELECT max(id) FROM events WHERE kind = 'ProtectionChanged')",
        ),
    );
    const outcome = await replay(folder, store);
    strictEqual(lastLine(outcome), "1 difference");
    match(outcome.out, /^DIFFERENT .*, ProtectionChanged: made again, and not stored$/m);
  });

  await t.step("an input: the message nobody sent so, and what would have come of it", async () => {
    const store = altered(
      folder,
      "input",
      (db) =>
        setMember(db, "messages", "kind = 'BarClosed' AND recipient LIKE '%ALFA%' AND seq > 300", "close", 1),
    );
    const outcome = await replay(folder, store, "--show", "3");
    strictEqual(outcome.code, 1);
    const found = differences(outcome);
    strictEqual(found.length, 3);
    match(
      found.join("\n"),
      /feed\/paper, input \d+, BarClosed: message to symbol\/paper\/ALFA\S+, close: stored 1, again /,
    );
    match(outcome.out, /symbol\/paper\/ALFA\S+, input \d+, (?:DecisionMade|BarReported)/);
    match(outcome.out, /^\.\.\. and \d+ more \(--show \d+\)$/m);
  });

  await t.step("an input that is gone: the actor goes no further", async () => {
    const store = altered(
      folder,
      "hole",
      (db) => void db.exec("DELETE FROM journal WHERE actor = 'risk' AND input_no = 100"),
    );
    const outcome = await replay(folder, store);
    strictEqual(outcome.code, 1);
    match(
      outcome.out,
      /risk, input 101, fold: input 100 is not in its journal; nothing later of this actor was compared/,
    );
  });

  await t.step("another configuration: refused", async () => {
    const store = altered(
      folder,
      "config",
      (db) =>
        void db.exec(
          `UPDATE config_versions SET payload = replace(payload, '"slippage_bps":2', '"slippage_bps":3')`,
        ),
    );
    mustRefuse(
      await replay(folder, store),
      /config\.sqlite is of run [0-9a-f]{16}, and these data .* make run [0-9a-f]{16}/,
    );
  });
});

Deno.test("replay of a run on recorded candles needs them, and no others", async () => {
  using folder = scratch();
  putReplay(folder);
  const run = await cli(folder.path, REPLAY_ARGS);
  strictEqual(run.code, 0, run.err);
  const data = ["--data", "test.json", "--symbols", "TEST/USDT:USDT", "--from", "2024-01-01"];
  mustAgree(await replay(folder, "run.sqlite", ...data, "--funding", "funding.csv"));
  mustRefuse(await replay(folder, "run.sqlite"), /is of a run on recorded history: give the same --data/);
  mustRefuse(await replay(folder, "run.sqlite", ...data, "--assume-funding", "0.0002"), /make run/);
  mustRefuse(await replay(folder, "none.sqlite"), /No store at none\.sqlite/);
});

Deno.test("replay of a run on a market that does not wait finds nothing, in either of its stores", async () => {
  using folder = scratch();
  folder.put("market.yaml", "feed: { bars_per_second: 25, simulated: { symbols: 2, bars: 60 } }\n");
  const args = ["start", "--config", "market.yaml", "--store", "run.sqlite"];
  const run = await cli(folder.path, args, { BULKHEAD_CELLS: "single" });
  strictEqual(run.code, 0, run.err);
  const outcome = await replay(folder, "run.sqlite");
  mustAgree(outcome);
  match(outcome.out, /^ {2}venue\/paper \(harbour\) +0 +[1-9]/m);
  match(outcome.out, /^ {2}clock\/paper \(harbour\) +0 +[1-9]/m);
  const db = new DatabaseSync(`${folder.path}/run.sqlite`);
  setMember(db, "decisions", "verdict = 'no_trade'", "reason", "because");
  db.close();
  const sabotaged = await replay(folder, "run.sqlite");
  strictEqual(lastLine(sabotaged), "1 difference");
  match(sabotaged.out, /DecisionMade: reason: stored "because", again /);
});

/** Plays a run until it has so many inputs, and kills it. */
async function killedRun(folder: Scratch, inputs: number): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--cached-only", MAIN, "start", "--config", "long.yaml", "--store", "run.sqlite"],
    cwd: folder.path,
    clearEnv: true,
    env: { ...denoNeeds(), BULKHEAD_CELLS: "none" },
    ...{ stdin: "null", stdout: "null", stderr: "null" },
  }).spawn();
  const rows = () => {
    try {
      using db = new DatabaseSync(`${folder.path}/run.sqlite`, { readOnly: true });
      return (db.prepare("SELECT count(*) AS count FROM journal").get() as { count: number }).count;
    } catch {
      return 0;
    }
  };
  while (rows() < inputs) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGKILL");
  await child.status;
}

Deno.test("replay of a store that retention has pruned begins at its snapshots, and says so", async () => {
  using folder = scratch();
  const store = "store: { snapshot_every: 700 }\nsystem: { min_bars: 60 }\n";
  folder.put("long.yaml", `${store}feed: { simulated: { bars: 20000, symbols: 2, seed: 5 } }\n`);
  await killedRun(folder, 12_000);
  const before = totalsOf(await replay(folder, "run.sqlite"));
  const later = createSqliteStore({ path: `${folder.path}/run.sqlite`, nowMs: () => Date.now() + 7_200_000 });
  while (!later.prune({ keepHours: 1 }, { maxMs: 1_000 }).isDone);
  later.close();
  const outcome = await replay(folder, "run.sqlite");
  mustAgree(outcome);
  const after = totalsOf(outcome);
  ok(after[0]! > 100 && after[0]! < before[0]! / 2, outcome.out);
  match(
    outcome.out,
    /^risk: inputs up to [1-9]\d* are gone \(store\.keep_hours\); begun at its snapshot there$/m,
  );
  match(outcome.out, /^\d+ events were made again that retention may have deleted: not compared$/m);
});
