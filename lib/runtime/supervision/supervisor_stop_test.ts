import assert from "node:assert/strict";
import { child, drill } from "./drill_fixture.ts";

Deno.test("Supervisor.step() stops right to left, each when the one after it is gone", () => {
  const sup = drill(["a", "b:transient", "c:temporary"]).up();
  assert.deepEqual(sup.stop(), ["stop c#1"]);
  assert.deepEqual(sup.timers(), { "stop:c#1": 300 });
  assert.deepEqual(sup.stop(), []);
  assert.deepEqual(sup.gone("c", "shutdown"), ["stop b#1"]);
  assert.deepEqual(sup.gone("b", "shutdown"), ["stop a#1"]);
  assert.ok(!sup.quiescent());
  assert.deepEqual(sup.gone("a", "shutdown"), ["stopped"]);
});

Deno.test("Supervisor.step() kills at the end of the budget, and waits again", () => {
  const sup = drill(["a", "b"]).up();
  sup.stop();
  assert.deepEqual(sup.fire("stop:b#1"), ["kill b#1"]);
  assert.deepEqual(sup.timers(), { "kill:b#1": 1_300 });
  assert.deepEqual(sup.gone("b", "killed"), ["stop a#1"]);
});

Deno.test("Supervisor.step() gives up at once on a child that outlives its kill, in a stop as in a failure", () => {
  const stopping = drill(["a", "b"]).up();
  stopping.stop();
  stopping.fire("stop:b#1");
  assert.deepEqual(stopping.fire("kill:b#1"), ["gave up: unkillable of b"]);
  assert.ok(stopping.quiescent());

  const failing = drill(["a", "b", "c"]).up();
  failing.gone("a");
  failing.failed("b", "silence");
  assert.deepEqual(failing.fire("kill:b#1"), ["gave up: unkillable of b"]);
  assert.deepEqual(failing.timers(), {}, "also the backoff of a is cleared");
  assert.deepEqual(failing.gone("b", "killed"), []);
});

Deno.test("Supervisor.step() kills without asking for brutal_kill, and waits without a timer for infinity", () => {
  const sup = drill([child("a", { shutdownMs: "infinity" }), child("b", { shutdownMs: "brutal_kill" })]).up();
  assert.deepEqual(sup.stop(), ["kill b#1"]);
  assert.deepEqual(sup.timers(), { "kill:b#1": 1_000 });
  assert.deepEqual(sup.gone("b", "killed"), ["stop a#1"]);
  assert.deepEqual(sup.timers(), {});
  assert.ok(!sup.quiescent());
  assert.deepEqual(sup.gone("a", "shutdown"), ["stopped"]);
});

Deno.test("Supervisor.step() stops what never started without a word", () => {
  const sup = drill(["a", "b"]);
  assert.deepEqual(sup.stop(), ["stopped"]);
  assert.deepEqual(sup.start(), []);
});

Deno.test("Supervisor.step() asks a starting child to stop, and starts nobody after it", () => {
  const sup = drill(["a", "b", "c"]);
  sup.start();
  sup.ready("a");
  assert.deepEqual(sup.stop(), ["stop b#1"]);
  assert.deepEqual(sup.timers(), { "stop:b#1": 300 });
  assert.deepEqual(sup.ready("b"), []);
  assert.deepEqual(sup.gone("b", "shutdown"), ["stop a#1"]);
});

Deno.test("Supervisor.step() does not start a child whose backoff a stop meets", () => {
  const sup = drill(["a", "b"]).up();
  sup.gone("a");
  assert.deepEqual(sup.stop(), ["stop b#1"]);
  assert.deepEqual(sup.timers(), { "stop:b#1": 300 });
  assert.deepEqual(sup.gone("b", "shutdown"), ["stopped"]);
});

Deno.test("Supervisor.step() serves a stop at once where only a backoff is under way", () => {
  const sup = drill(["a"]).up();
  sup.gone("a");
  assert.deepEqual(sup.stop(), ["stopped"]);
});

Deno.test("Supervisor.step() waits for a dying child in a stop and does not bring it back", () => {
  const sup = drill(["a", "b", "c"]).up();
  sup.failed("b");
  assert.deepEqual(sup.stop(), ["stop c#1"]);
  assert.deepEqual(sup.gone("c", "shutdown"), [], "b must go first");
  assert.deepEqual(sup.gone("b", "killed"), ["stop a#1"]);
  assert.deepEqual(sup.gone("a", "shutdown"), ["stopped"]);
});

Deno.test("Supervisor.step() kills a child that fails while it stops", () => {
  const sup = drill(["a"]).up();
  sup.stop();
  assert.deepEqual(sup.failed("a", "silence"), ["kill a#1"]);
  assert.deepEqual(Object.keys(sup.timers()), ["kill:a#1"]);
  assert.deepEqual(sup.gone("a", "killed"), ["stopped"]);
});

Deno.test("Supervisor.step() takes over a recovery under way when the stop comes", () => {
  const sup = drill(["a", "b", "c"], { strategy: "one_for_all" }).up();
  assert.deepEqual(sup.gone("b"), ["restarting b in 100 as crash", "stop c#1"]);
  assert.deepEqual(sup.stop(), []);
  assert.deepEqual(Object.keys(sup.timers()), ["stop:c#1"]);
  assert.deepEqual(sup.gone("c", "shutdown"), ["stop a#1"]);
  assert.deepEqual(sup.gone("a", "crash"), ["stopped"]);
});

Deno.test("Supervisor.step() takes over an operator's restart when the stop comes", () => {
  const sup = drill(["a", "b"]).up();
  sup.restart("a");
  assert.deepEqual(sup.stop(), ["stop b#1"]);
  assert.deepEqual(sup.gone("a", "shutdown"), []);
  assert.deepEqual(sup.gone("b", "shutdown"), ["stopped"]);
});
