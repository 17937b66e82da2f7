import assert from "node:assert/strict";
import { type Envelope, type HandledInput, LANE, MARKET } from "../../../lib/runtime/mod.ts";
import type { Transfer } from "../accounts.ts";
import { type BankRow, Faults } from "./audit.ts";
import { auditDelivery } from "./delivery.ts";
import { auditEpochs, type Raise } from "./epochs.ts";
import { auditMoney } from "./money.ts";

function transfer(from: string, seq: number, to: string, amount = 1n): Envelope<Transfer> {
  return {
    ...{ from, seq, to, lane: LANE.orders, atMs: 1, causedBy: "" },
    body: { kind: "Transfer", amount, hops: 1 },
  };
}

/** The rows of a store: account "a" is told to start once, or more often, and sends; "b" handles. */
function start(inputNo: number, sends: Envelope[], given: Partial<HandledInput> = {}): HandledInput {
  const input: Envelope = {
    ...{
      from: MARKET,
      seq: inputNo,
      to: "a",
      lane: LANE.data,
      atMs: 1,
      causedBy: "",
      body: { kind: "Start" },
    },
  };
  const seqAfter = sends.at(-1)?.seq ?? 0;
  return { actor: "a", inputNo, input, events: [], sends, timers: [], seqAfter, ...given };
}

function received(inputNo: number, input: Envelope): HandledInput {
  return { actor: "b", inputNo, input, events: [], sends: [], timers: [], seqAfter: 0 };
}

function rowsOf(handled: readonly HandledInput[]): BankRow[] {
  return handled.map((one, i) => ({ rowId: i + 1, epoch: { writer: "w", number: 1 }, handled: one }));
}

const [one, two] = [transfer("a", 1, "b"), transfer("a", 2, "b")];

Deno.test("auditDelivery() finds what is lost, doubled, changed or overtaken, and nothing else", () => {
  const cases: { name: string; rows: HandledInput[]; outbox?: Envelope[]; told: string[] }[] = [
    { name: "all is well", rows: [start(1, [one, two]), received(1, one), received(2, two)], told: [] },
    { name: "under way", rows: [start(1, [one, two]), received(1, one)], outbox: [two], told: [] },
    {
      name: "handled later than sent",
      rows: [start(1, [one]), received(1, { ...one, atMs: 7 })],
      told: [],
    },
    {
      name: "overtaken",
      rows: [start(1, [one, two]), received(1, two), received(2, one)],
      told: ["From a to b on lane 2, 1 was handled after 2"],
    },
    {
      name: "told twice by the world",
      rows: [start(1, []), start(2, [], { input: start(1, []).input })],
      told: ["From market to a on lane 3, 1 was handled after 1"],
    },
    { name: "a gap in the sends", rows: [start(1, [two])], outbox: [two], told: ["a sent a#2 after a#0"] },
    {
      name: "a send of another account",
      rows: [start(1, [transfer("c", 1, "b")])],
      outbox: [transfer("c", 1, "b")],
      told: ["a sent c#1 after a#0"],
    },
    {
      name: "a wrong send counter",
      rows: [start(1, [one], { seqAfter: 4 })],
      outbox: [one],
      told: ["a counts 4 sends after input 1, not 1"],
    },
    {
      name: "handled by another",
      rows: [start(1, [one]), { ...received(1, one), actor: "c" }],
      told: ["c handled a#1, which was for b"],
    },
    {
      name: "changed on the way",
      rows: [start(1, [one]), received(1, transfer("a", 1, "b", 2n))],
      told: ["b handled another a#1 than was sent"],
    },
    {
      name: "changed in the outbox",
      rows: [start(1, [one])],
      outbox: [transfer("a", 1, "b", 2n)],
      told: ["a#1 is another in the outbox than was sent"],
    },
  ];
  for (const { name, rows, outbox = [], told } of cases) {
    const faults = Faults.create();
    const audit = auditDelivery(faults);
    for (const row of rowsOf(rows)) audit.row(row);
    audit.end(outbox);
    assert.deepEqual(faults.first, told, name);
  }
});

Deno.test("auditMoney() finds a balance below zero, even where the sum is right", () => {
  const faults = Faults.create();
  const audit = auditMoney(faults, new Map([["a", 5n], ["b", 0n]]));
  const sent = transfer("a", 1, "b", 6n);
  for (const row of rowsOf([start(1, [sent]), received(1, sent)])) audit.row(row);
  audit.end([]);
  assert.deepEqual(faults.first, ["a has -1 after row 1"]);
  assert.deepEqual([...audit.balances], [["a", -1n], ["b", 6n]]);
});

Deno.test("auditMoney() finds states that are not what the messages tell", () => {
  const faults = Faults.create();
  const audit = auditMoney(faults, new Map([["a", 5n]]));
  const state = '{"balance":{"$n":"6"},"credited":{"$n":"1"},"debited":{"$n":"0"}}';
  audit.accounts([{ actor: "a", schema: 1, inputNo: 0, seq: 0, timers: [], seen: [], state, stateHash: "" }]);
  assert.deepEqual(faults.first, ["a has 6 by its state, 5 by its messages"]);
});

Deno.test("auditMoney() finds an outbox with other amounts than are under way", () => {
  const faults = Faults.create();
  const audit = auditMoney(faults, new Map([["a", 5n]]));
  for (const row of rowsOf([start(1, [one])])) audit.row(row);
  audit.end([transfer("a", 1, "b", 3n)]);
  assert.deepEqual(faults.first, ["There is 2 too much money in the balances and the outbox"]);
});

Deno.test("auditEpochs() finds rows of any life but the newest, and lives out of turn", () => {
  const raise = (writer: string, number: number, afterRow: number): Raise => ({
    epoch: { writer, number },
    afterRow,
  });
  const judge = (raises: Raise[], rows: [writer: string, number: number][]) => {
    const faults = Faults.create();
    const audit = auditEpochs(faults, raises);
    const [handled] = [received(1, one)];
    rows.forEach(([writer, number], i) => audit.row({ rowId: i + 1, epoch: { writer, number }, handled }));
    assert.equal(audit.staleRows(), faults.first.filter((fault) => fault.startsWith("Row ")).length);
    return faults.first;
  };
  const raises = [raise("v", 1, 0), raise("w", 1, 0), raise("w", 2, 2)];
  assert.deepEqual(judge(raises, [["w", 1], ["v", 1], ["w", 2], ["v", 1]]), []);
  assert.deepEqual(judge(raises, [["w", 1], ["w", 1], ["w", 1]]), [
    "Row 3 was stored in epoch 1 of w, not 2",
  ]);
  assert.deepEqual(judge(raises, [["w", 2]]), ["Row 1 was stored in epoch 2 of w, not 1"]);
  assert.deepEqual(judge([raise("w", 2, 0)], [["w", 2]]), ["w was raised to epoch 2, not 1"]);
});

Deno.test("Faults counts all and keeps the first twenty", () => {
  const faults = Faults.create();
  for (let i = 1; i <= 30; i++) Faults.add(faults, String(i));
  assert.deepEqual([faults.count, faults.first.length, faults.first.at(-1)], [30, 20, "20"]);
});
