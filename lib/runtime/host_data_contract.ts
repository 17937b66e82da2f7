// impure-ok: test suite
import assert from "node:assert/strict";
import { LANE, type Message } from "./envelope.ts";
import type { HostPromise, MakeHost } from "./host_case_fixture.ts";
import { scripted } from "./host_kinds_fixture.ts";
import { play, stateOf } from "./host_play_fixture.ts";
import { tell } from "./toy_actors_test.ts";

/** What messages and states may hold. */
export const DATA_PROMISES: readonly HostPromise[] = [
  ["messages, events and states with bigint, NaN, -0 and typed arrays arrive to the bit", checkData],
  ["a key of a message is kept, and nothing is conflated between rounds", checkKeys],
];

/** A message with all that a state may hold too. */
const RICH = {
  kind: "Rich",
  big: -(2n ** 90n),
  odd: [NaN, -0, Infinity, -Infinity, Number.MIN_VALUE, 0.1 + 0.2],
  floats: new Float64Array([0.1, NaN, -0, 1e300]),
  whole: new Int32Array([-(2 ** 31), 2 ** 31 - 1]),
  bytes: new Uint8Array([0, 127, 255]),
  window: new Float64Array([1, 2, 3, 4]).subarray(1, 3),
  none: new Uint8Array(0),
  nested: { list: [[], {}, null, true, "ünïcode \u0000 \ud83d\ude00"], "key with spaces": 1 },
} as Message;

async function checkData(makeHost: MakeHost): Promise<void> {
  const actors = [
    { address: "first", kind: "keeper", args: { passTo: "second" } },
    { address: "second", kind: "keeper", args: { passTo: "third" } },
    { address: "third", kind: "keeper", args: { passTo: null } },
  ];
  const { outcome } = await play(makeHost, { actors, script: [tell(1, "first", RICH)] });
  for (const [i, { address }] of actors.entries()) {
    assert.deepEqual(outcome.journal[i].input.body, RICH, `as ${address} got it`);
    assert.deepEqual(outcome.journal[i].events, [RICH], `as ${address} journalled it`);
    assert.deepEqual(stateOf(outcome, address), { kept: [RICH] });
  }
}

async function checkKeys(makeHost: MakeHost): Promise<void> {
  const quote = (count: number) => ({
    to: "keeper",
    lane: LANE.data,
    key: "BTC",
    body: { kind: "Quote", count },
  });
  const actors = [
    scripted("feed", { Go: { sends: [quote(1), quote(2), quote(3)] } }),
    { address: "keeper", kind: "keeper", args: { passTo: null } },
  ];
  const { outcome } = await play(makeHost, { actors, script: [tell(1, "feed", { kind: "Go" })] });
  const got = outcome.journal.filter(({ actor }) => actor === "keeper").map(({ input }) => input);
  assert.deepEqual(got.map(({ key, seq }) => [key, seq]), [["BTC", 1], ["BTC", 2], ["BTC", 3]]);
}
