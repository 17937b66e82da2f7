import assert from "node:assert/strict";
import { encodeState } from "../lib/core/mod.ts";
import type { MarketMessage } from "../lib/runtime/mod.ts";
import { ADDRESS } from "./addresses.ts";
import { A, B, flatSession, START_MS } from "./session_fixture.ts";
import { paperTree, paperWorld } from "./tree.ts";

Deno.test("paperTree() names every actor of a session, each with a state that can be stored", () => {
  const tree = paperTree(flatSession(3));
  assert.deepEqual(Object.keys(tree).sort(), [
    ADDRESS.execution,
    ADDRESS.feed,
    ADDRESS.guardian,
    ADDRESS.notifier,
    ADDRESS.reconciliation,
    ADDRESS.reporter,
    ADDRESS.risk,
    ADDRESS.symbol(A),
    ADDRESS.symbol(B),
    ADDRESS.venue,
  ]);
  for (const [address, behavior] of Object.entries(tree)) {
    assert.ok(encodeState(behavior.init()).length > 2, address);
    assert.ok(behavior.schema >= 1);
  }
});

/** All messages of a world, or those after a seek. */
function messagesOf(bars: number, seekTo?: number): MarketMessage[] {
  const world = paperWorld(flatSession(bars).tape);
  if (seekTo !== undefined) world.seek(seekTo);
  const messages: MarketMessage[] = [];
  for (let next = world.next(); next !== null; next = world.next()) messages.push(next);
  return messages;
}

Deno.test("paperWorld() starts the session once, then plays every instant of the tape in order", () => {
  const all = messagesOf(9), rest = all.slice(3);
  const body = { kind: "SessionStarted" };
  assert.deepEqual(
    all.slice(0, 3),
    [ADDRESS.execution, ADDRESS.guardian, ADDRESS.reconciliation]
      .map((to, i) => ({ atMs: START_MS, seq: i + 1, to, body })),
  );
  // five instants a bar, and a funding at the eighth
  assert.equal(rest.length, 9 * 5 + 1);
  for (let i = 1; i < rest.length; i++) {
    assert.ok(rest[i].seq > rest[i - 1].seq && rest[i].atMs >= rest[i - 1].atMs);
    assert.equal(rest[i].to, ADDRESS.venue);
  }
  assert.deepEqual(rest[0].body, { kind: "MarketAdvanced", bar: 0, phase: 0 });
});

Deno.test("paperWorld() goes on behind any of its messages", () => {
  const all = messagesOf(9);
  assert.deepEqual(messagesOf(9, 0), all);
  for (let i = 0; i < all.length; i++) assert.deepEqual(messagesOf(9, all[i].seq), all.slice(i + 1));
});
