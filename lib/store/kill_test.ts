import assert from "node:assert/strict";
import { Rng, sha256Hex } from "../core/mod.ts";
import type { Sql } from "./sql.ts";
import { AMOUNT_PER_ROUND, PER_ROUND } from "./testdata/commit_forever_fixture.ts";
import { onEachDatabase, type Place } from "./testdata/databases_fixture.ts";

const KILLS = { sqlite: 10, postgres: 5 };

onEachDatabase(
  "commit() survives kill -9: acknowledged batches are whole, others are absent",
  async (place) => {
    const rng = Rng.create("kill -9");
    let acknowledged = 0, unacknowledged = 0;
    for (let kill = 0; kill < KILLS[place.database]; kill++) {
      const last = await commitUntilKilled(place.address, {
        rounds: 1 + Rng.below(rng, 60),
        delayMs: Rng.uniform(rng) * 2,
      });
      assert.ok(last > acknowledged, `a process acknowledged nothing: ${last} after ${acknowledged}`);
      const stored = checkWhole(place);
      assert.ok(stored >= last, `round ${last} was acknowledged, ${stored} is the last stored`);
      unacknowledged += stored - last;
      acknowledged = stored;
    }
    assert.ok(
      acknowledged >= KILLS[place.database],
      `${acknowledged} rounds, ${unacknowledged} of them stored and not acknowledged`,
    );
  },
);

/** Starts a process on the store, kills it a moment after it acknowledged so many rounds; the last round it acknowledged. */
async function commitUntilKilled(
  address: string,
  until: { rounds: number; delayMs: number },
): Promise<number> {
  const script = new URL("./testdata/commit_forever_fixture.ts", import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      "--no-check",
      "--allow-read",
      "--allow-write",
      "--allow-net",
      "--ignore-env",
      script,
      address,
    ],
    stdout: "piped",
  }).spawn();
  let text = "", isKilled = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (isKilled || text.split("\n").length <= until.rounds) continue;
    isKilled = true;
    await new Promise((resolve) => setTimeout(resolve, until.delayMs));
    child.kill("SIGKILL");
  }
  assert.equal((await child.status).signal, "SIGKILL");
  // what comes after the last line end was cut off in print, after its commit
  return Number(text.split("\n").at(-2));
}

/** Opens the store as the next process would and counts everything; the last round stored. */
function checkWhole(place: Place): number {
  const store = place.createStore();
  const sql = place.openSql();
  try {
    const { lastRound, pending } = store.resumePoint();
    for (const [table, perRound] of Object.entries(PER_ROUND)) {
      // the two market messages that stand in for sends in round 1
      const extra = table === "messages" ? 2 : 0;
      assert.equal(count(sql, table), perRound * lastRound + extra, table);
    }
    const rounds = sql.all<{ n: number }>("SELECT count(*) AS n FROM journal GROUP BY round");
    assert.deepEqual(new Set(rounds.map(({ n }) => n)), new Set([PER_ROUND.journal]));
    assert.equal(rounds.length, lastRound);
    assert.deepEqual(pending.map(({ seq }) => seq).sort((a, b) => a - b), [2 * lastRound - 1, 2 * lastRound]);
    assert.equal(store.ledgerBalance(), AMOUNT_PER_ROUND * BigInt(lastRound));
    const { snapshot, inputs } = store.load("booker", 1);
    assert.equal((snapshot?.inputNo ?? 0) + inputs.length, 2 * lastRound);
    assert.equal(snapshot?.inputNo ?? 0, 2 * (lastRound - lastRound % 5));
    if (snapshot !== null) assert.equal(sha256Hex(snapshot.state), snapshot.stateHash);
    if (place.database === "sqlite") {
      assert.deepEqual({ ...sql.get<object>("PRAGMA integrity_check") }, { integrity_check: "ok" });
      assert.deepEqual(sql.all("PRAGMA foreign_key_check"), []);
    }
    return lastRound;
  } finally {
    sql.close();
    store.close();
  }
}

function count(sql: Sql, table: string): number {
  return sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)!.n;
}
