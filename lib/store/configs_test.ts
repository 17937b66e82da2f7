import assert from "node:assert/strict";
import type { TraderEvent } from "../trader/mod.ts";
import type { Store } from "./port.ts";
import { BINDING, T0 } from "./testdata/sample_events_fixture.ts";
import { onEachStore } from "./testdata/temp_store_fixture.ts";

const by = "desk";
const staged = (version: string, value = 1): TraderEvent => ({
  ...{ kind: "ConfigStaged", version, patch: { knob: value }, by, atMs: T0 },
});
const applied = (version: string, value = 1): TraderEvent => ({
  ...{ kind: "ConfigApplied", version, patch: { knob: value }, by, atMs: T0 },
});
const back = (version: string, to: string): TraderEvent => ({
  kind: "ConfigRolledBack",
  version,
  to,
  by,
  atMs: T0,
});

const failed = (version: string, why: string): TraderEvent => ({
  kind: "ConfigFailed",
  version,
  why,
  atMs: T0,
});
const confirmed = (version: string, actor: string): TraderEvent => ({
  ...{ kind: "ConfigConfirmed", version, actor, atMs: T0 },
});

/** Newest first; "*" is in force. */
const versions = (store: Store) =>
  store.configVersions(9).map(({ version, status, isInForce }) =>
    `${version} ${status}${isInForce ? "*" : ""}`
  );

onEachStore(
  "a patch is staged, applied, confirmed and rolled back: one row that follows it",
  ({ store, record }) => {
    record(staged("p1"), staged("p1"));
    assert.deepEqual(versions(store), ["p1 staged", "hash-a applied*"]);
    record(applied("p1"));
    for (const actor of ["risk", "symbol/paper/B", "risk"]) {
      record(confirmed("p1", actor));
    }
    assert.deepEqual(versions(store), ["p1 applied*", "hash-a applied"]);
    const [row] = store.configVersions(1);
    assert.deepEqual([row.confirmedBy, row.payload, row.by], [["risk", "symbol/paper/B"], '{"knob":1}', by]);
    record(back("p1", BINDING.configHash));
    assert.deepEqual(versions(store), ["p1 rolled_back", "hash-a applied*"]);
  },
);

onEachStore("the version in force is the one that was applied, or came back, last", ({ store, record }) => {
  record(staged("p1"), staged("p2"), applied("p2"), applied("p1"));
  assert.deepEqual(versions(store), ["p2 applied", "p1 applied*", "hash-a applied"]);
  record(back("p1", "p2"));
  assert.deepEqual(versions(store), ["p2 applied*", "p1 rolled_back", "hash-a applied"]);
  // the same values again: a row of their own
  record(staged("p1"), failed("p1", "risk did not answer"));
  assert.deepEqual(versions(store), ["p1 failed", "p2 applied*", "p1 rolled_back", "hash-a applied"]);
  assert.equal(store.configVersions(1)[0].why, "risk did not answer");
  // a process that begins without the patch says so
  store.bind(BINDING);
  assert.deepEqual(versions(store)[0], "hash-a applied*");
});

onEachStore("config events of versions that nobody staged break nothing", ({ store, record }) => {
  record(back("p1", "p0"), failed("p1", "gone"));
  record(confirmed("p1", "risk"));
  assert.deepEqual(versions(store), ["hash-a applied*"]);
  record(applied("p1"));
  assert.deepEqual(versions(store), ["p1 applied*", "hash-a applied"]);
});
