import assert from "node:assert/strict";
import fc from "fast-check";
import { sha256Hex } from "../core/mod.ts";
import { Order } from "../domain/mod.ts";
import { type CanonicalLine, canonicalLine, compareLines, type TraderEvent } from "../trader/mod.ts";
import { cashFlow, decision, fill, ORDER, SAMPLES, T0 } from "./testdata/sample_events_fixture.ts";
import { DATABASES } from "./testdata/databases_fixture.ts";
import { onEachStore, withStore } from "./testdata/temp_store_fixture.ts";

/** The export as its definition has it, in memory: of an order the last line stays. */
function inMemory(events: readonly TraderEvent[]): string[] {
  const lines = new Map<string, CanonicalLine>();
  for (const event of events) {
    const line = canonicalLine(event);
    if (line !== null) lines.set(`${line.kind} ${line.id}`, line);
  }
  return [...lines.values()].sort(compareLines).map(({ text }) => text);
}

const hashOf = (texts: readonly string[]) => sha256Hex(texts.map((text) => text + "\n").join(""));

onEachStore(
  "canonicalExport() has the lines of canonicalLine() in the order of compareLines()",
  ({ store, record }) => {
    const events: TraderEvent[] = [
      cashFlow("fee:b", -1n, T0 + 1),
      decision(T0 + 5),
      fill("f2", T0 + 1),
      cashFlow("fee:a", 2n, T0 + 1),
      fill("f10", T0 + 1),
      { kind: "OrderChanged", order: ORDER },
      decision(T0 + 1),
      SAMPLES.RegimeChanged,
      cashFlow("transfer:0", 5n, T0),
    ];
    for (const event of events) record(event);
    const texts = [...store.canonicalExport()];
    const kinds = texts.map((text) => JSON.parse(text).record);
    assert.deepEqual(kinds, ["ledger", "decision", "fill", "fill", "ledger", "ledger", "order", "decision"]);
    assert.deepEqual(texts.slice(2, 6).map((text) => JSON.parse(text).fillId ?? JSON.parse(text).id), [
      ...["f10", "f2", "fee:a", "fee:b"],
    ]);
    assert.deepEqual(texts, inMemory(events));
    assert.deepEqual(store.resultHash(), {
      sha256: hashOf(texts),
      lines: 8,
      byKind: { decision: 2, fill: 2, ledger: 3, order: 1 },
    });
  },
);

onEachStore(
  "canonicalExport() has one line of an order that changed five times, with its last state",
  ({ store, record }) => {
    let order = ORDER;
    const events = [order];
    for (
      const [status, filledSteps] of [["submitted", 0], ["acknowledged", 0], ["partially_filled", 20], [
        "filled",
        50,
      ]] as const
    ) {
      events.push(order = Order.advance(order, status, order.updatedAtMs + 10, { filledSteps }));
    }
    for (const changed of events) record({ kind: "OrderChanged", order: changed } as TraderEvent);
    const texts = [...store.canonicalExport()];
    assert.equal(events.length, 5);
    assert.equal(texts.length, 1);
    const { status, filledSteps, createdAtMs, updatedAtMs } = JSON.parse(texts[0]);
    assert.deepEqual([status, filledSteps, createdAtMs, updatedAtMs], ["filled", "50", T0 + 1, T0 + 41]);
    assert.deepEqual(store.orders(), [order]);
  },
);

onEachStore("resultHash() of an empty store is the hash of nothing", ({ store }) => {
  assert.deepEqual([...store.canonicalExport()], []);
  assert.equal(store.resultHash().sha256, sha256Hex(""));
});

onEachStore(
  "canonicalExport() may be left early: the store takes commits and closes afterwards",
  ({ store, record }) => {
    record(decision(T0), decision(T0 + 1), SAMPLES.CashFlowBooked);
    for (const text of store.canonicalExport()) {
      assert.match(text, /"record":"decision"/);
      break;
    }
    record(decision(T0 + 2));
    assert.equal(store.resultHash().lines, 4);
  },
);

const RUNS = { sqlite: 30, postgres: 10 };

for (const database of DATABASES) {
  Deno.test(`canonicalExport() equals the definition for any events in any batches (${database})`, () => {
    const atMs = fc.integer({ min: T0, max: T0 + 3 });
    // ids beyond the basic plane sort differently as UTF-8 and as UTF-16
    const id = fc.constantFrom("a", "b", "Z", "10", "9", "é", "\uffff", "😀").chain((head) =>
      fc.nat(99).map((tail) => head + tail)
    );
    const event: fc.Arbitrary<TraderEvent> = fc.oneof(
      fc.tuple(id, atMs).map(([symbol, at]) => decision(at, { symbol, intent: null })),
      fc.tuple(id, atMs).map(([fillId, at]) => fill(fillId, at)),
      fc.tuple(id, fc.bigInt(), atMs).map(([flow, amount, at]) => cashFlow(flow, amount, at)),
      fc.tuple(id, fc.nat(50), atMs).map(([clientId, filledSteps, createdAtMs]): TraderEvent => ({
        kind: "OrderChanged",
        // an order never changes when it was created
        order: { ...ORDER, clientId: `${clientId}@${createdAtMs}`, filledSteps, createdAtMs },
      })),
    );
    const key = (it: TraderEvent) => it.kind === "OrderChanged" ? {} : it.kind + canonicalLine(it)!.id;
    const batches = fc.uniqueArray(event, { selector: key, maxLength: 40 }).chain((events) =>
      fc.array(fc.nat(6), { minLength: 1, maxLength: 40 }).map((sizes) => ({ events, sizes }))
    );
    fc.assert(
      fc.property(batches, ({ events, sizes }) =>
        withStore(database, ({ store, record }) => {
          let from = 0;
          for (const size of [...sizes, events.length]) record(...events.slice(from, from += size));
          const texts = inMemory(events);
          assert.deepEqual([...store.canonicalExport()], texts);
          assert.equal(store.resultHash().sha256, hashOf(texts));
        })),
      { seed: 42, numRuns: RUNS[database] },
    );
  });
}
