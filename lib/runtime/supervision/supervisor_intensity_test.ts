import assert from "node:assert/strict";
import { type Drill, drill } from "./drill_fixture.ts";

/** Lets `a` crash and, if it comes back, be ready; gives what was said at the crash. */
function crash(sup: Drill): string[] {
  const said = sup.gone("a");
  const backoff = Object.keys(sup.timers()).find((name) => name.startsWith("backoff:"));
  if (backoff === undefined) return said;
  sup.fire(backoff);
  sup.ready("a");
  return said;
}

const FAST = { backoff: { firstMs: 0, factor: 1, maxMs: 0, jitterPct: 0 } };

for (const intensity of [0, 1, 5]) {
  Deno.test(`Supervisor.step() serves ${intensity} restarts and gives up at the next`, () => {
    const sup = drill(["a"], { intensity, ...FAST }).up();
    for (let n = 1; n <= intensity; n++) assert.deepEqual(crash(sup), ["restarting a in 0 as crash"]);
    assert.deepEqual(crash(sup), ["gave up: intensity of a"]);
  });
}

const EDGE = [
  { name: "counts a restart exactly a period ago", waitMs: 1_000, said: "gave up: intensity of a" },
  { name: "forgets a restart 1 ms older than the period", waitMs: 1_001, said: "restarting a in 0 as crash" },
];

for (const { name, waitMs, said } of EDGE) {
  Deno.test(`Supervisor.step() ${name}`, () => {
    const sup = drill(["a"], { intensity: 1, periodMs: 1_000, ...FAST }).up();
    crash(sup);
    sup.wait(waitMs);
    assert.deepEqual(crash(sup), [said]);
  });
}

Deno.test("Supervisor.step() counts failed starts", () => {
  const sup = drill(["a"], { intensity: 2 });
  sup.start();
  assert.deepEqual(sup.gone("a", "load_failed"), ["restarting a in 100 as load_failed"]);
  sup.fire("backoff:a#1");
  assert.deepEqual(sup.gone("a", "load_failed"), ["restarting a in 200 as load_failed"]);
  sup.fire("backoff:a#2");
  assert.deepEqual(sup.gone("a", "load_failed"), ["gave up: intensity of a"]);
});

Deno.test("Supervisor.step() counts all children for intensity, and each alone for its backoff", () => {
  const sup = drill(["a", "b"], { intensity: 3 }).up();
  assert.deepEqual(crash(sup), ["restarting a in 100 as crash"]);
  assert.deepEqual(crash(sup), ["restarting a in 200 as crash"]);
  assert.deepEqual(sup.gone("b"), ["restarting b in 100 as crash"]);
  assert.deepEqual(crash(sup), ["gave up: intensity of a"], "b is in backoff: none to stop");
});

Deno.test("Supervisor.step() backs off from the first wait again after a calm period", () => {
  const sup = drill(["a"], { periodMs: 1_000 }).up();
  crash(sup);
  assert.deepEqual(crash(sup), ["restarting a in 200 as crash"]);
  sup.wait(1_001);
  assert.deepEqual(crash(sup), ["restarting a in 100 as crash"]);
});

Deno.test("Supervisor.step() stops all others right to left with their budgets before it gives up", () => {
  const sup = drill(["a", "b", "c", "d"], { intensity: 0 }).up();
  sup.failed("d", "silence");
  assert.deepEqual(sup.gone("b"), [], "d is dying: it is waited for first");
  assert.deepEqual(sup.gone("d", "killed"), ["stop c#1"]);
  assert.deepEqual(sup.fire("stop:c#1"), ["kill c#1"]);
  assert.deepEqual(sup.gone("c", "killed"), ["stop a#1"]);
  assert.deepEqual(sup.gone("a", "crash"), ["gave up: intensity of b"]);
});

Deno.test("Supervisor.step() says why it gave up", () => {
  const sup = drill(["a"], { intensity: 0, periodMs: 500 }).up();
  sup.gone("a", "heap");
  assert.equal(
    sup.state().blame?.detail,
    "1 restarts in 500 ms, allowed are 0; the last was due to heap: drill",
  );
});

Deno.test("Supervisor.step() gives up as unkillable where an escalation meets one", () => {
  const sup = drill(["a", "b"], { intensity: 0 }).up();
  assert.deepEqual(sup.gone("a"), ["stop b#1"]);
  sup.fire("stop:b#1");
  assert.deepEqual(sup.fire("kill:b#1"), ["gave up: unkillable of b"]);
});

Deno.test("Supervisor.step() ends an escalation in Stopped where the parent asks for it meanwhile", () => {
  const sup = drill(["a", "b"], { intensity: 0 }).up();
  assert.deepEqual(sup.gone("a"), ["stop b#1"]);
  assert.deepEqual(sup.stop(), []);
  assert.deepEqual(sup.gone("b", "shutdown"), ["stopped"]);
});
