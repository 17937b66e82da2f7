import assert from "node:assert/strict";
import { type Message, ROOT_WRITER } from "../runtime/mod.ts";
import type { InputQuery } from "./port.ts";
import { onEachDatabase } from "./testdata/databases_fixture.ts";
import { batch, envelope, handled, T0 } from "./testdata/sample_events_fixture.ts";

const INPUTS = 20;
/** On this one the actor fails. */
const POISON = 18;
/** Wall time of the commit of an input: two of them at each moment. */
const wallOf = (i: number): number => 1_000 + 10 * Math.ceil(i / 2);

const bodyOf = (i: number): Message =>
  ({ kind: i % 3 === 0 ? "Reported" : "Asked", no: i, big: 2n ** 70n }) as Message;

onEachDatabase(
  "latestInputs() gives what an actor was told, newest first, by kinds and back from any time",
  (place) => {
    let wallMs = 0;
    const store = place.createStore(() => wallMs);
    const epoch = store.raiseEpoch(ROOT_WRITER);
    for (let i = 1; i <= INPUTS; i++) {
      wallMs = wallOf(i);
      const input = envelope("ear", i, "a", bodyOf(i), T0 + i);
      const others = handled("b", i, { input: envelope("market", i, "b", { kind: "Reported" }, T0 + i) });
      store.commit(
        batch(i, [handled("a", i, i === POISON ? { input, quarantined: true } : { input }), others]),
        epoch,
      );
    }
    const found = (query: Partial<InputQuery>) =>
      store.latestInputs("a", { limit: 99, ...query }).map(({ inputNo }) => inputNo);

    assert.deepEqual(store.latestInputs("a", { limit: 1 }), [{
      ...{ inputNo: INPUTS, from: "ear", kind: "Asked", sentAtMs: T0 + INPUTS, atMs: T0 + INPUTS },
      ...{ wallMs: wallOf(INPUTS), body: bodyOf(INPUTS) },
    }]);
    assert.deepEqual(found({ limit: 3 }), [20, 19, 17]);
    assert.deepEqual(found({ kinds: ["Reported"] }), [15, 12, 9, 6, 3]);
    assert.deepEqual(found({ limit: 2, kinds: ["Reported", "Asked", "None"] }), [20, 19]);
    assert.deepEqual(found({ kinds: [] }), []);
    const all = Array.from({ length: INPUTS }, (_, i) => i + 1).filter((i) => i !== POISON);
    for (let toWallMs = 1_000; toWallMs <= 1_110; toWallMs += 5) {
      const wanted = all.filter((i) => wallOf(i) <= toWallMs).toReversed();
      assert.deepEqual(found({ toWallMs }), wanted, `to ${toWallMs}`);
    }
    assert.deepEqual(store.latestInputs("nobody", { limit: 9, toWallMs: 2_000 }), []);
    store.close();
  },
);
