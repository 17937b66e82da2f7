import assert from "node:assert/strict";
import { type Envelope, LANE, MARKET, type Message } from "../../../lib/runtime/mod.ts";
import { type FloodRow, judgeFlood } from "./flood_audit.ts";
import { FLOWS } from "./flood_tree.ts";
import { receiverOf } from "./flood_world.ts";

const QUOTES = FLOWS.findIndex(({ lane }) => lane === "data");
const ORDERS = FLOWS.findIndex(({ lane }) => lane === "orders");

interface Sent {
  readonly seq: number;
  readonly key?: string;
}

function envelope(from: string, to: string, { seq, key }: Sent): Envelope {
  const body: Message = { kind: "Any" };
  return {
    ...{ from, seq, to, lane: LANE.orders, atMs: 1_000 + seq, causedBy: "", body },
    ...(key === undefined ? {} : { key }),
  };
}

/** A source that sends all at once, and a sink that handles some of it. */
function flowRows(nth: number, sent: readonly Sent[], handled: readonly Sent[]): FloodRow[] {
  const { source, sink } = FLOWS[nth];
  const input = envelope("timer:x", source, { seq: 1 });
  const sends = sent.map((each) => envelope(source, sink, each));
  return [
    { actor: source, inputNo: 1, input, sends },
    ...handled.map((each, i): FloodRow => (
      { actor: sink, inputNo: i + 1, input: envelope(source, sink, each), sends: [] }
    )),
  ];
}

const A1 = { seq: 1, key: "a" }, B2 = { seq: 2, key: "b" }, A3 = { seq: 3, key: "a" };
const ONE = { seq: 1 }, TWO = { seq: 2 };

const CASES: readonly {
  readonly name: string;
  readonly rows: readonly FloodRow[];
  readonly faults: RegExp | null;
}[] = [
  { name: "orders handled one by one", rows: flowRows(ORDERS, [ONE, TWO], [ONE, TWO]), faults: null },
  { name: "an order left out", rows: flowRows(ORDERS, [ONE, TWO], [TWO]), faults: /#1 was left out/ },
  {
    name: "an order never handled",
    rows: flowRows(ORDERS, [ONE, TWO], [ONE]),
    faults: /1 messages of .* never/,
  },
  { name: "an order handled twice", rows: flowRows(ORDERS, [ONE], [ONE, ONE]), faults: /not under way/ },
  { name: "a quote with a newer one handled", rows: flowRows(QUOTES, [A1, B2, A3], [B2, A3]), faults: null },
  {
    name: "the newest quote left out",
    rows: flowRows(QUOTES, [A1, B2, A3], [A1, A3]),
    faults: /#2, the newest of b/,
  },
  {
    name: "nothing of a symbol handled",
    rows: flowRows(QUOTES, [A1, B2], [A1]),
    faults: /never handled, nor/,
  },
  {
    name: "a gap in an actor's inputs",
    rows: flowRows(ORDERS, [ONE], [ONE]).map((row) => ({ ...row, inputNo: row.inputNo + 1 })),
    faults: /handled its input 2 where 1 was due/,
  },
];

for (const { name, rows, faults } of CASES) {
  Deno.test(`judgeFlood() ${faults === null ? "is content with" : "blames"} ${name}`, () => {
    const report = judgeFlood(rows, 0, 10);
    if (faults === null) assert.deepEqual(report.faults, []);
    else assert.match(report.faults.join("\n"), faults);
  });
}

Deno.test("judgeFlood() counts what was sent, handled and superseded", () => {
  const { flows } = judgeFlood(flowRows(QUOTES, [A1, B2, A3], [B2, A3]), 0, 10);
  const { sent, handled, superseded } = flows[QUOTES];
  assert.deepEqual({ sent, handled, superseded }, { sent: 3, handled: 2, superseded: 1 });
});

Deno.test("judgeFlood() blames what is still under way", () => {
  assert.match(judgeFlood([], 7, 10).faults[0], /7 messages are still under way/);
});

Deno.test("judgeFlood() blames a message of the world that was left out", () => {
  const told = [1, 2, 4].map((seq): FloodRow => {
    const to = receiverOf(seq);
    return { actor: to, inputNo: 1, input: envelope(MARKET, to, { seq }), sends: [] };
  });
  assert.match(judgeFlood(told, 0, 10).faults.join("\n"), /1 messages of the world were never handled/);
});
