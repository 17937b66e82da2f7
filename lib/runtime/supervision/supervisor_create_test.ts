import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../core/mod.ts";
import type { ChildSpec } from "./child_spec.ts";
import { child, drill, flags } from "./drill_fixture.ts";
import { Supervisor } from "./supervisor.ts";
import { DEFAULT_FLAGS, type SupervisorFlags } from "./supervisor_flags.ts";

interface Refused {
  readonly flags?: Partial<SupervisorFlags>;
  readonly child?: Partial<ChildSpec>;
  readonly text: string;
}

const backoff = (more: Partial<SupervisorFlags["backoff"]>) => ({
  backoff: { ...DEFAULT_FLAGS.backoff, ...more },
});
const REFUSED: readonly Refused[] = [
  { flags: { intensity: -1 }, text: "'intensity' must be finite and at least 0: current value is -1" },
  {
    flags: { intensity: Infinity },
    text: "'intensity' must be finite and at least 0: current value is Infinity",
  },
  { flags: { intensity: 1.5 }, text: "'intensity' must be a whole number: current value is 1.5" },
  { flags: { periodMs: NaN }, text: "'periodMs' must be finite and at least 0: current value is NaN" },
  { flags: { killMs: -5 }, text: "'killMs' must be finite and at least 0: current value is -5" },
  {
    flags: backoff({ firstMs: -1 }),
    text: "'backoff.firstMs' must be finite and at least 0: current value is -1",
  },
  {
    flags: backoff({ factor: 0.5 }),
    text: "'backoff.factor' must be finite and at least 1: current value is 0.5",
  },
  {
    flags: backoff({ maxMs: NaN }),
    text: "'backoff.maxMs' must be finite and at least 0: current value is NaN",
  },
  {
    flags: backoff({ jitterPct: -1 }),
    text: "'backoff.jitterPct' must be finite and at least 0: current value is -1",
  },
  {
    flags: backoff({ jitterPct: 101 }),
    text: "'backoff.jitterPct' must be at most 100: current value is 101",
  },
  {
    child: { readyMs: Infinity },
    text: "'readyMs' of child 'a' must be finite and at least 0: current value is Infinity",
  },
  {
    child: { shutdownMs: -1 },
    text: "'shutdownMs' of child 'a' must be finite and at least 0: current value is -1",
  },
];

for (const { flags: badFlags, child: badChild, text } of REFUSED) {
  Deno.test(`Supervisor.create() refuses: ${text}`, () => {
    const options = { flags: flags(badFlags), children: [child("a", badChild)], seed: "" };
    assert.throws(() => Supervisor.create(options), new RangeError(`Cannot create supervisor as ${text}`));
  });
}

Deno.test("Supervisor.create() refuses ids that are empty or not unique", () => {
  const create = (...ids: string[]) =>
    Supervisor.create({ flags: DEFAULT_FLAGS, children: ids.map((id) => child(id)), seed: "" });
  assert.throws(() => create(""), new TypeError("Cannot create supervisor as child ids must not be empty"));
  assert.throws(
    () => create("a", "b", "a"),
    new TypeError("Cannot create supervisor as child ids must be unique: current value is 'a' twice"),
  );
});

Deno.test("Supervisor.create() has the runtime defaults", () => {
  const { strategy, intensity, periodMs, killMs } = DEFAULT_FLAGS;
  assert.deepEqual({ strategy, intensity, periodMs, killMs }, {
    strategy: "one_for_one",
    intensity: 5,
    periodMs: 60_000,
    killMs: 1_000,
  });
  assert.deepEqual(DEFAULT_FLAGS.backoff, { firstMs: 100, factor: 2, maxMs: 10_000, jitterPct: 20 });
});

Deno.test("Supervisor.step() keeps its state as plain data that a snapshot can hold", () => {
  const busy = drill(["a", "b:temporary"]).up();
  busy.gone("a");
  busy.failed("b");
  assert.deepEqual(decodeState(encodeState(busy.state())), busy.state());
});

Deno.test("Supervisor.step() draws jitter from the state: the same state and event give the same delay", () => {
  const { backoff: jittered } = DEFAULT_FLAGS;
  const fall = () => drill(["a"], { backoff: jittered }).up().gone("a");
  assert.deepEqual(fall(), fall());
  assert.notDeepEqual(fall(), ["restarting a in 100 as crash"]);
});

Deno.test("Supervisor.step() without children is ready at once and stops at once", () => {
  const empty = drill([]);
  assert.deepEqual(empty.start(), ["all ready"]);
  assert.ok(empty.quiescent());
  assert.deepEqual(empty.stop(), ["stopped"]);
});
