import assert from "node:assert/strict";
import { batch, decision, envelope, handled, SAMPLES, SYMBOL, T0 } from "./testdata/sample_events_fixture.ts";
import { WALL_MS } from "./testdata/databases_fixture.ts";
import { onEachStore } from "./testdata/temp_store_fixture.ts";

onEachStore(
  "commit() journals input, timers, events and wall time; a decision's text is stored once",
  ({ store, sql, epoch }) => {
    const events = [{ kind: "Counted", n: 5n }, SAMPLES.DecisionMade];
    const timers = [{ op: "set", name: "t", dueMs: T0 + 9 }] as const;
    const rows = [handled("a", 1, { events, timers, seqAfter: 4 }), handled("b", 2)];
    store.commit({ ...batch(1, rows), rounds: { from: 1, to: 3, atMs: T0, marketSeq: 1 } }, epoch);
    const [row, second] = sql.all<Record<string, unknown>>("SELECT * FROM journal ORDER BY actor");
    assert.deepEqual({ ...row }, {
      ...{
        actor: "a",
        input_no: 1,
        round: 3,
        at_ms: T0,
        sender: "market",
        seq: 1,
        send_count: 0,
        seq_after: 4,
      },
      ...{
        timers: `[{"op":"set","name":"t","dueMs":${T0 + 9}}]`,
        wall_ms: WALL_MS,
        epoch: 1,
        quarantined: 0,
      },
    });
    assert.equal(second.timers, null);
    const stored = sql.all<object>(
      "SELECT actor, input_no, ordinal, kind, at_ms, body FROM events ORDER BY id",
    );
    assert.deepEqual(stored.map((found) => Object.values(found)), [
      ["a", 1, 0, "Counted", T0, '{"kind":"Counted","n":{"$n":"5"}}'],
      ["a", 1, 1, "DecisionMade", T0, null],
    ]);
    assert.equal(store.lastInstantMs(), T0);
  },
);

onEachStore("commit() of a message that was handled already throws", ({ store, epoch }) => {
  store.commit(batch(1, [handled("a", 1)]), epoch);
  const again = handled("b", 1, { input: envelope("market", 1, "b", { kind: "Bar" }) });
  assert.throws(
    () => store.commit(batch(2, [again]), epoch),
    /Cannot commit rounds 2 to 2 to store .*messages\.sender/,
  );
});

onEachStore("decisions are found by symbol and bar, and counted by verdict", ({ store, record }) => {
  const denied = { verdict: "denied", reason: "max_exposure", intent: null } as const;
  record(decision(T0), decision(T0 + 1, denied), decision(T0, { symbol: "X", ...denied }));
  record(decision(T0 + 2, { verdict: "no_trade", intent: null }));
  const found = (fromMs: number, toMs: number) =>
    [...store.decisions(SYMBOL, fromMs, toMs)].map(({ atMs, verdict }) => [atMs - T0, verdict]);
  assert.deepEqual(found(T0, T0 + 2), [[0, "approved"], [1, "denied"]]);
  assert.deepEqual(found(T0 + 2, T0 + 3), [[2, "no_trade"]]);
  assert.equal(store.decision("X", T0)!.reason, "max_exposure");
  assert.equal(store.decision("X", T0 + 1), null);
  assert.deepEqual(store.countDecisionsByVerdict(), { no_trade: 1, holding: 0, approved: 1, denied: 2 });
});

onEachStore("ledgerBalance() is exact beyond 64 bits and to the last unit", ({ store, record }) => {
  const amounts = [2n ** 64n, 1n, -(2n ** 63n), 9_007_199_254_740_993n, -1n, 10n ** 25n];
  const flow = SAMPLES.CashFlowBooked.flow;
  amounts.forEach((amount, i) =>
    record({ ...SAMPLES.CashFlowBooked, flow: { ...flow, id: `f${i}`, amount } } as never)
  );
  assert.equal(store.ledgerBalance(), amounts.reduce((a, b) => a + b));
  assert.deepEqual(store.cashFlows().map(({ amount }) => amount), amounts);
});

onEachStore(
  "systemEvent() and recordError() note what happened to the process, with both times",
  ({ store, record }) => {
    store.systemEvent("start", "operator");
    record(SAMPLES.CashFlowBooked);
    store.recordError("feed", new RangeError("gap"));
    const common = { scope: "process", wallMs: WALL_MS };
    assert.deepEqual(store.systemEvents(), [{ ...common, atMs: 0, what: "start", cause: "operator" }]);
    assert.deepEqual(store.errors(), [{
      ...common,
      scope: "",
      atMs: T0,
      what: "feed",
      cause: "RangeError: gap",
    }]);
  },
);

onEachStore(
  "commit() of a batch in which a message is handled twice throws and keeps nothing",
  ({ store, epoch }) => {
    const sent = envelope("a", 1, "b", { kind: "Ping" });
    store.commit(batch(1, [handled("a", 1, { sends: [sent], seqAfter: 1 })]), epoch);
    const rows = [handled("b", 1, { input: sent }), handled("c", 1, { input: sent })];
    assert.throws(() => store.commit(batch(2, rows), epoch), /must be handled once: a#1 is there twice/);
    assert.deepEqual(store.load("a", 1).outbox, [sent]);
  },
);

onEachStore("load() gives a long history whole", ({ store, epoch }) => {
  const rows = Array.from({ length: 4_100 }, (_, i) => handled("a", i + 1));
  store.commit(batch(1, rows), epoch);
  const expected = rows.map(({ inputNo }) => inputNo);
  assert.deepEqual(store.load("a", 1).inputs.map(({ inputNo }) => inputNo), expected);
});

onEachStore("decisions() may be read from several places at once, and left", ({ store, record }) => {
  for (let i = 0; i < 3; i++) record(decision(T0 + i));
  const [one, two] = [store.decisions(SYMBOL, T0, T0 + 9), store.decisions(SYMBOL, T0, T0 + 9)]
    .map((rows) => rows[Symbol.iterator]());
  assert.equal(one.next().value!.atMs, T0);
  assert.deepEqual([two.next(), two.next()].map(({ value }) => value!.atMs), [T0, T0 + 1]);
  one.return?.();
  assert.equal(two.next().value!.atMs, T0 + 2);
  assert.ok(two.next().done);
  record(decision(T0 + 3));
  // what is read next sees what was written meanwhile
  assert.equal([...store.decisions(SYMBOL, T0, T0 + 9)].length, 4);
});
