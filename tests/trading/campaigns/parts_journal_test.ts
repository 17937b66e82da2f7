import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createSqliteStore } from "../../../lib/store/mod.ts";
import { type Envelope, type HandledInput, LANE, MARKET } from "../../../lib/runtime/mod.ts";
import { Journal } from "./parts_journal.ts";

/** "a" hears the market and tells "b", who handles it: two messages each. */
function playIn(path: string): void {
  const store = createSqliteStore({ path, nowMs: () => 0 });
  const epoch = store.raiseEpoch("root");
  for (const seq of [1, 2]) {
    const told: Envelope = { ...envelope(MARKET, seq, "a"), causedBy: "" };
    const sent = envelope("a", seq, "b");
    const round = 2 * seq - 1;
    store.commit({ rounds: span(round), handled: [row("a", seq, told, [sent], seq)], snapshots: [] }, epoch);
    store.commit({ rounds: span(round + 1), handled: [row("b", seq, sent, [], 0)], snapshots: [] }, epoch);
  }
  store.close();
}

function envelope(from: string, seq: number, to: string): Envelope {
  return { from, seq, to, lane: LANE.data, atMs: seq, causedBy: "x", body: { kind: "Told" } };
}

function row(
  actor: string,
  inputNo: number,
  input: Envelope,
  sends: Envelope[],
  seqAfter: number,
): HandledInput {
  return { actor, inputNo, input, events: [], sends, timers: [], seqAfter };
}

function span(round: number) {
  return { from: round, to: round, atMs: round, marketSeq: round };
}

function withStore(check: (path: string, spoil: (sql: string) => void) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "parts_journal_" });
  try {
    playIn(`${folder}/run.sqlite`);
    check(`${folder}/run.sqlite`, (sql) => {
      const db = new DatabaseSync(`${folder}/run.sqlite`);
      db.exec(sql);
      db.close();
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("Journal finds nothing in a store where every message was handled once", () => {
  withStore((path) => {
    assert.deepEqual(Journal.deliveredIn(path), { handled: 4, unhandled: [], waiting: [], faults: {} });
  });
});

const SPOILT: readonly (readonly [string, string, Readonly<Record<string, number>>])[] = [
  ["handled twice", "UPDATE journal SET seq = 1 WHERE actor = 'b'", {
    "handled twice": 1,
    "handled after a later one of the same way": 1,
  }],
  ["handled by another", "UPDATE messages SET recipient = 'c' WHERE sender = 'a' AND seq = 1", {
    "handled by another than it was for": 1,
  }],
  ["never sent", "DELETE FROM messages WHERE sender = 'a' AND seq = 1", {
    "handled and never sent": 1,
    "holes in the numbers of sends": 1,
  }],
  ["a hole in the inputs", "UPDATE journal SET input_no = 3 WHERE actor = 'b' AND input_no = 2", {
    "holes in the numbers of inputs": 1,
  }],
  ["sends counted wrong", "UPDATE journal SET send_count = 0 WHERE actor = 'a' AND input_no = 1", {
    "sends counted wrong": 2,
  }],
  ["handled and still to be sent", "INSERT INTO outbox VALUES ('a', 1)", {
    "handled and still in the outbox": 1,
  }],
];

for (const [what, sql, faults] of SPOILT) {
  Deno.test(`Journal finds what is wrong: ${what}`, () => {
    withStore((path, spoil) => {
      spoil(sql);
      assert.deepEqual(Journal.deliveredIn(path).faults, faults);
    });
  });
}

Deno.test("Journal names what was sent and not handled, and what waits", () => {
  withStore((path, spoil) => {
    spoil("DELETE FROM journal WHERE actor = 'b' AND input_no = 2");
    assert.deepEqual(Journal.deliveredIn(path).unhandled, ["a#2"]);
    assert.deepEqual(Journal.deliveredIn(path).waiting, []);
    spoil("INSERT INTO outbox VALUES ('a', 2)");
    assert.deepEqual(Journal.deliveredIn(path).waiting, ["a#2"]);
  });
});

Deno.test("Journal counts the rows that two stores do not share, but for time and epochs", () => {
  withStore((path) =>
    withStore((other, spoil) => {
      spoil("UPDATE journal SET wall_ms = 9, epoch = 7, round = round + 1");
      assert.deepEqual(Journal.differences(path, other), {});
      spoil("UPDATE messages SET body = '{}' WHERE sender = 'a' AND seq = 2");
      assert.deepEqual(Journal.differences(path, other), { messages: 2 });
      assert.deepEqual(Journal.differences(path, other, { messages: "sender = 'market'" }), {});
    })
  );
});
