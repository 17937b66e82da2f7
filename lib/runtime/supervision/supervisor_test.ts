import assert from "node:assert/strict";
import type { ExitKind, RestartType } from "./child_spec.ts";
import { drill } from "./drill_fixture.ts";
import type { Strategy } from "./supervisor_flags.ts";

const STRATEGIES: readonly Strategy[] = ["one_for_one", "one_for_all", "rest_for_one"];

/** Exits of b among a, b and c, which all are of the type. */
const MATRIX: readonly { restart: RestartType; exit: ExitKind; again: boolean }[] = [
  { restart: "permanent", exit: "normal", again: true },
  { restart: "permanent", exit: "shutdown", again: true },
  { restart: "permanent", exit: "crash", again: true },
  { restart: "transient", exit: "normal", again: false },
  { restart: "transient", exit: "shutdown", again: false },
  { restart: "transient", exit: "crash", again: true },
  { restart: "temporary", exit: "normal", again: false },
  { restart: "temporary", exit: "shutdown", again: false },
  { restart: "temporary", exit: "crash", again: false },
];

for (const strategy of STRATEGIES) {
  for (const { restart, exit, again } of MATRIX) {
    const verb = again ? "restarts" : "drops";
    Deno.test(`Supervisor.step() ${verb} a ${restart} child after ${exit} under ${strategy}`, () => {
      const sup = drill([`a:${restart}`, `b:${restart}`, `c:${restart}`], { strategy }).up();
      const said = sup.gone("b", exit);
      assert.equal(said[0], again ? `restarting b in 100 as ${exit}` : "dropped b");
      assert.equal(sup.phase("b"), again ? "backoff" : null);
      if (again) return;
      assert.deepEqual(said, ["dropped b"]);
      assert.deepEqual([sup.phase("a"), sup.phase("c")], ["running", "running"]);
      assert.deepEqual(sup.timers(), {});
    });
  }
}

Deno.test("Supervisor.step() starts left to right, each when the one before is ready", () => {
  const sup = drill(["a", "b", "c"]);
  assert.deepEqual(sup.start(), ["start a#1"]);
  assert.deepEqual(sup.start(), []);
  assert.deepEqual(sup.timers(), { "ready:a#1": 50 });
  assert.deepEqual(sup.ready("a"), ["start b#1"]);
  assert.deepEqual(sup.ready("b"), ["start c#1"]);
  assert.ok(!sup.quiescent());
  assert.deepEqual(sup.ready("c"), ["all ready"]);
  assert.deepEqual(sup.timers(), {});
});

Deno.test("Supervisor.step() restarts only the failed child under one_for_one", () => {
  const sup = drill(["a", "b", "c"]).up();
  assert.deepEqual(sup.gone("a"), ["restarting a in 100 as crash"]);
  assert.deepEqual(sup.gone("c"), ["restarting c in 100 as crash"]);
  assert.deepEqual(sup.fire("backoff:c#1"), ["start c#2"]);
  assert.deepEqual(sup.ready("c"), []);
  assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
  assert.deepEqual(sup.ready("a"), ["all ready"]);
});

Deno.test("Supervisor.step() stops the others right to left and starts all left to right under one_for_all", () => {
  const sup = drill(["a", "b", "c", "d"], { strategy: "one_for_all" }).up();
  assert.deepEqual(sup.gone("b"), ["restarting b in 100 as crash", "stop d#1"]);
  assert.deepEqual(sup.gone("d", "shutdown"), ["stop c#1"]);
  assert.deepEqual(sup.gone("c", "shutdown"), ["stop a#1"]);
  assert.deepEqual(sup.fire("backoff:b#1"), [], "its backoff is over, but a is not gone");
  assert.deepEqual(sup.gone("a", "shutdown"), ["start a#2"]);
  assert.deepEqual(sup.ready("a"), ["start b#2"]);
  assert.deepEqual(sup.ready("b"), ["start c#2"]);
  assert.deepEqual(sup.ready("c"), ["start d#2"]);
  assert.deepEqual(sup.ready("d"), ["all ready"]);
});

Deno.test("Supervisor.step() holds a child whose backoff is over while a sibling is still to be stopped", () => {
  const sup = drill(["a", "b", "c"], { strategy: "one_for_all" }).up();
  assert.deepEqual(sup.gone("a"), ["restarting a in 100 as crash", "stop c#1"]);
  assert.deepEqual(sup.fire("backoff:a#1"), []);
  assert.deepEqual([sup.phase("a"), sup.phase("b"), sup.phase("c")], ["waiting", "running", "stopping"]);
  assert.deepEqual(sup.gone("c", "shutdown"), ["stop b#1"]);
  assert.deepEqual(sup.gone("b", "shutdown"), ["start a#2"]);
});

Deno.test("Supervisor.step() waits for the backoff once all are gone under one_for_all", () => {
  const sup = drill(["a", "b"], { strategy: "one_for_all" }).up();
  assert.deepEqual(sup.gone("b"), ["restarting b in 100 as crash", "stop a#1"]);
  assert.deepEqual(sup.gone("a", "shutdown"), []);
  assert.deepEqual(sup.fire("backoff:b#1"), ["start a#2"]);
});

Deno.test("Supervisor.step() takes along those after the failed child under rest_for_one", () => {
  const sup = drill(["a", "b", "c", "d"], { strategy: "rest_for_one" }).up();
  assert.deepEqual(sup.gone("b"), ["restarting b in 100 as crash", "stop d#1"]);
  assert.deepEqual(sup.gone("d", "shutdown"), ["stop c#1"]);
  assert.deepEqual(sup.gone("c", "shutdown"), []);
  assert.deepEqual(sup.fire("backoff:b#1"), ["start b#2"]);
  assert.deepEqual(sup.ready("b"), ["start c#2"]);
  assert.deepEqual(sup.ready("c"), ["start d#2"]);
  assert.deepEqual(sup.ready("d"), ["all ready"]);
  assert.equal(sup.phase("a"), "running");
});

for (const strategy of ["one_for_all", "rest_for_one"] as const) {
  Deno.test(`Supervisor.step() drops a temporary bystander under ${strategy}, and brings back a transient one`, () => {
    const sup = drill(["a", "b:temporary", "c:transient"], { strategy }).up();
    assert.deepEqual(sup.gone("a"), ["restarting a in 100 as crash", "stop c#1"]);
    assert.deepEqual(sup.gone("c", "normal"), ["stop b#1"]);
    assert.deepEqual(sup.gone("b", "shutdown"), ["dropped b"]);
    assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
    assert.deepEqual(sup.ready("a"), ["start c#2"]);
    assert.deepEqual(sup.ready("c"), ["all ready"]);
  });
}

Deno.test("Supervisor.step() folds in a child that fails while siblings are stopped: counted, waits too", () => {
  const sup = drill(["a", "b", "c"], { strategy: "one_for_all" }).up();
  assert.deepEqual(sup.gone("b"), ["restarting b in 100 as crash", "stop c#1"]);
  sup.wait(30);
  assert.deepEqual(sup.gone("a", "heap"), ["restarting a in 100 as heap"]);
  assert.deepEqual(sup.state().restarts.map(({ id }) => id), ["b", "a"]);
  assert.deepEqual(sup.gone("c", "crash"), [], "told to go, so its crash does not count");
  assert.deepEqual(sup.fire("backoff:b#1"), []);
  assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
  assert.equal(sup.state().restarts.length, 2);
});

Deno.test("Supervisor.step() begins a group anew where one fails while it starts", () => {
  const sup = drill(["a", "b", "c"], { strategy: "rest_for_one" });
  sup.start();
  sup.ready("a");
  assert.deepEqual(sup.gone("a"), ["restarting a in 100 as crash", "stop b#1"]);
  assert.deepEqual(sup.ready("b"), [], "ready too late");
  assert.deepEqual(sup.gone("b", "shutdown"), []);
  assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
  assert.deepEqual(sup.ready("a"), ["start b#2"]);
  assert.deepEqual(sup.ready("b"), ["start c#1"]);
});

Deno.test("Supervisor.step() holds the first start while a child on the left is down", () => {
  const sup = drill(["a", "b", "c"]);
  sup.start();
  sup.ready("a");
  assert.deepEqual(sup.gone("a"), ["restarting a in 100 as crash"]);
  assert.deepEqual(sup.ready("b"), []);
  assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
  assert.deepEqual(sup.ready("a"), ["start c#1"]);
});

Deno.test("Supervisor.step() kills a child that is not ready in time, and counts it", () => {
  const sup = drill(["a", "b"]);
  sup.start();
  assert.deepEqual(sup.fire("ready:a#1"), ["kill a#1"]);
  assert.deepEqual(sup.timers(), { "kill:a#1": 1_050 });
  assert.deepEqual(sup.ready("a"), []);
  assert.deepEqual(sup.gone("a", "killed"), ["restarting a in 100 as not_ready"]);
  assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
  assert.deepEqual(sup.gone("a", "load_failed"), ["restarting a in 200 as load_failed"]);
  assert.equal(sup.state().restarts.length, 2);
});

Deno.test("Supervisor.step() goes on to the next where a temporary child fails to start", () => {
  const sup = drill(["a:temporary", "b"]);
  sup.start();
  assert.deepEqual(sup.gone("a", "load_failed"), ["dropped a", "start b#1"]);
  assert.deepEqual(sup.ready("b"), ["all ready"]);
  assert.deepEqual(sup.restart("a"), []);
});
