import assert from "node:assert/strict";
import { LANE } from "../../lib/runtime/mod.ts";
import {
  account,
  type AccountArgs,
  type AccountMessage,
  type AccountState,
  spread,
  type Transfer,
} from "./accounts.ts";

const ARGS: AccountArgs = { opening: 100n, payees: ["b", "c"], seed: "s", maxAmount: 60 };

/** Lets account "a" handle messages as m#1, m#2 and so on; all it sent and reported, and its state. */
function play(messages: readonly AccountMessage[], args = ARGS, ids = messages.map((_, i) => `m#${i + 1}`)) {
  const { init, step } = account("a", args);
  const state = init();
  const steps = messages.map((message, i) =>
    step(state, message, { nowMs: 5, self: "a", from: "m", messageId: ids[i] })
  );
  const transfers = steps.flatMap(({ sends }) => sends.map(({ body }) => body as Transfer));
  return { state, steps, transfers, events: steps.flatMap(({ events }) => events) };
}

function transfer(amount: bigint, hops: number): Transfer {
  return { kind: "Transfer", amount, hops };
}

function total({ balance, credited, debited }: AccountState): bigint {
  return balance - credited + debited;
}

Deno.test("spread() makes parts that differ by at most one and add up", () => {
  assert.deepEqual(spread(10, 4), [3, 3, 2, 2]);
  assert.deepEqual(spread(2, 4), [1, 1]);
  assert.deepEqual(spread(0, 4), []);
});

Deno.test("account() starts chains with as many transfers as asked", () => {
  const { transfers, steps, state } = play([{ kind: "Start", chains: 3, transfers: 8 }]);
  assert.deepEqual(transfers.map(({ hops }) => hops), [3, 3, 2]);
  assert.ok(steps[0].sends.every(({ to, lane }) => ARGS.payees.includes(to) && lane === LANE.orders));
  assert.equal(total(state), 100n);
  assert.equal(state.handled, 0);
});

Deno.test("account() adds a transfer and passes the chain on until its last hop", () => {
  const { state, transfers } = play([transfer(5n, 2), transfer(7n, 1)]);
  assert.deepEqual(transfers.map(({ hops }) => hops), [1]);
  assert.equal(state.balance, 112n - transfers[0].amount);
  assert.deepEqual([state.credited, state.handled], [12n, 2]);
});

Deno.test("account() refuses to pay more than it has and passes on nothing", () => {
  const { state, transfers, events } = play([{ kind: "Start", chains: 40, transfers: 40 }]);
  assert.ok(state.refused > 0 && state.balance >= 0n);
  assert.equal(transfers.filter(({ amount }) => amount === 0n).length, state.refused);
  assert.equal(events.length, state.refused);
  assert.equal(transfers.reduce((sum, { amount }) => sum + amount, 0n), state.debited);
  assert.equal(total(state), 100n);
});

Deno.test("account() comes to another hash when messages, their ids or their order differ", () => {
  const hashOf = (messages: Transfer[], ids?: string[]) => play(messages, ARGS, ids).state.hash;
  const [one, two] = [transfer(5n, 1), transfer(7n, 1)];
  const hashes = [
    hashOf([one, two]),
    hashOf([two, one], ["m#2", "m#1"]),
    hashOf([one, two], ["m#1", "m#3"]),
    hashOf([one, transfer(8n, 1)]),
    hashOf([one]),
  ];
  assert.equal(new Set(hashes).size, hashes.length);
  assert.equal(hashOf([one, two]), hashes[0]);
});

Deno.test("account() draws other amounts for another seed or address", () => {
  const drawn = (address: string, seed: string) => {
    const { init, step } = account(address, { ...ARGS, seed });
    const { sends } = step(init(), { kind: "Start", chains: 9, transfers: 9 }, {
      nowMs: 0,
      self: "",
      from: "",
      messageId: "",
    });
    return sends.map(({ to, body }) => `${to} ${(body as Transfer).amount}`).join();
  };
  assert.equal(drawn("a", "s"), drawn("a", "s"));
  assert.notEqual(drawn("a", "s"), drawn("a", "t"));
  assert.notEqual(drawn("a", "s"), drawn("z", "s"));
});

Deno.test("account() throws on a message it does not know", () => {
  const stranger = { kind: "Bar" } as unknown as AccountMessage;
  assert.throws(() => play([stranger]), /Cannot handle Bar/);
});
