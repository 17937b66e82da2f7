import assert from "node:assert/strict";
import { Rng } from "../../../lib/core/mod.ts";
import { ARSON_LOT, FIRE_KINDS, type FireKind, WORKER_KINDS } from "./fire_kinds.ts";
import { FireLedger } from "./fire_ledger.ts";
import { readOptions } from "./fire_options.ts";
import { FireDemands } from "./fire_demands.ts";
import { Fire } from "./fire_state.ts";

/** A campaign that asks for so many faults. */
function fireOf(faults: number): Fire {
  return Fire.create({
    options: readOptions(["--faults", String(faults)], "s"),
    delivery: "free",
    program: "/",
    folder: "/",
    signal: new AbortController().signal,
  });
}

/** Every kind so many times, in turn at every place where it can be. */
function burnAll(fire: Fire, times: number, kinds: readonly FireKind[] = FIRE_KINDS): void {
  const workers = [...fire.ledger.cells.values()].flat();
  const cells = [...fire.ledger.cells.keys()];
  let no = 0;
  for (let i = 0; i < times; i++) {
    for (const kind of kinds) {
      const isOfWorker = (WORKER_KINDS as readonly string[]).includes(kind);
      const places = isOfWorker ? workers : kind.includes("root") || kind === "orphan" ? ["root"] : cells;
      const where = places[no++ % places.length];
      FireLedger.onCellHit(fire.ledger, { kind, where, life: no, rootNo: 1, atMs: no });
    }
  }
}

Deno.test("FireDemands.areMet() waits for the faults asked for, and for every kind and place", () => {
  const fire = fireOf(190);
  assert.equal(FireDemands.areMet(fire), false);
  const common = FIRE_KINDS.filter((kind) => kind !== "regex");
  burnAll(fire, 11, common);
  assert.ok(FireLedger.total(fire.ledger) > 190);
  assert.deepEqual(FireDemands.missing(fire), ["regex was hit 0 times, not 2"]);
  assert.equal(FireDemands.areMet(fire), false);
  burnAll(fire, 2, ["regex"]);
  assert.deepEqual([FireDemands.missing(fire), FireDemands.areMet(fire)], [[], true]);
});

Deno.test("FireDemands.areMet() does not wait for ever: twice the faults are enough, and what is missing is told", () => {
  const fire = fireOf(190);
  burnAll(fire, 32, FIRE_KINDS.filter((kind) => kind !== "orphan" && !kind.includes("root")));
  assert.ok(FireLedger.total(fire.ledger) > 380);
  assert.equal(FireDemands.areMet(fire), true);
  assert.deepEqual(FireDemands.missing(fire), [
    "kill_root was hit 0 times, not 2",
    "freeze_root was hit 0 times, not 2",
    "orphan was hit 0 times, not 2",
    "root was hit 0 times, not 3",
  ]);
});

Deno.test("FireDemands.missing() asks less of short runs: below 60 faults of no kind or place in particular", () => {
  const least = (faults: number) => FireDemands.missing(fireOf(faults));
  assert.deepEqual(least(59), []);
  assert.equal(least(60).length, 12, "each place once");
  assert.equal(least(95).length, 12 + FIRE_KINDS.length, "each kind once");
  assert.deepEqual(least(500).slice(-1), ["root was hit 0 times, not 8"]);
});

Deno.test("FireDemands.missing() asks for the kinds that were chosen, and for what is no choice", () => {
  const fire = fireOf(95);
  const options = { ...fire.options, kinds: ["heap"] as const };
  const names = FireDemands.missing({ ...fire, options }).map((line) => line.split(" ")[0]);
  assert.deepEqual(names.slice(0, 3), ["load", "heap", "kill_cell"]);
});

Deno.test("FireDemands.unshown() demands zombies that tried, roots killed, and roots that gave up", () => {
  const fire = fireOf(500);
  burnAll(fire, 1, ["silence", "sync_loop", "regex"]);
  assert.deepEqual(FireDemands.unshown(fire), [
    "None of 2 zombies tried to write",
    "No root was killed",
    "No root ended with exit code 70",
  ]);
  for (const way of ["forgedRefused", "othersRefused", "stalePackets"] as const) {
    const totals = { ...fire.totals, [way]: 1, rootsKilled: 1, rootsGaveUp: 1 };
    assert.deepEqual(FireDemands.unshown({ ...fire, totals }), []);
  }
  assert.deepEqual(FireDemands.unshown(fireOf(94)), []);
  const shorter = { ...fire.options, faults: 200 };
  const totals = { ...fire.totals, forgedRefused: 1, rootsKilled: 1 };
  assert.deepEqual(FireDemands.unshown({ ...fire, totals, options: shorter }), []);
});

Deno.test("Fire.nextArson() deals all out, in a random order, before any is dealt again", () => {
  const fire = { rng: Rng.create("s"), lot: [] };
  const deal = () => ARSON_LOT.map(() => Fire.nextArson(fire));
  const [first, second] = [deal(), deal()];
  assert.deepEqual(first.toSorted(), ARSON_LOT.toSorted());
  assert.deepEqual(second.toSorted(), ARSON_LOT.toSorted());
  assert.notDeepEqual(first, second);
});
