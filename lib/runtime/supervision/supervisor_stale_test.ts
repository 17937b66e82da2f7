import assert from "node:assert/strict";
import { child, drill } from "./drill_fixture.ts";

Deno.test("Supervisor.step() starts again only after the exit proof", () => {
  const sup = drill(["a"]).up();
  assert.deepEqual(sup.failed("a", "silence"), ["kill a#1"]);
  assert.deepEqual(sup.timers(), { "kill:a#1": 1_000 });
  sup.wait(900);
  assert.deepEqual(sup.gone("a", "killed"), ["restarting a in 100 as silence"]);
  assert.deepEqual(sup.timers(), { "backoff:a#1": 1_000 });
  assert.deepEqual(sup.fire("backoff:a#1"), ["start a#2"]);
});

Deno.test("Supervisor.step() takes a double error once, with the reason noticed first", () => {
  const sup = drill(["a:transient"]).up();
  assert.deepEqual(sup.failed("a", "crash"), ["kill a#1"]);
  assert.deepEqual(sup.failed("a", "heap"), []);
  assert.deepEqual(sup.gone("a", "normal"), ["restarting a in 100 as crash"]);
  assert.deepEqual(sup.gone("a", "normal"), []);
  assert.deepEqual(sup.failed("a", "crash"), []);
  assert.equal(sup.state().restarts.length, 1);
});

Deno.test("Supervisor.step() takes Gone twice as once, also after the next start", () => {
  const sup = drill(["a"]).up();
  sup.gone("a");
  assert.deepEqual(sup.gone("a"), []);
  sup.fire("backoff:a#1");
  for (const incarnation of [0, 1, 3]) {
    assert.deepEqual(sup.gone("a", "crash", incarnation), []);
    assert.deepEqual(sup.failed("a", "crash", incarnation), []);
    assert.deepEqual(sup.ready("a", incarnation), []);
  }
  assert.equal(sup.phase("a"), "starting");
  assert.equal(sup.state().restarts.length, 1);
});

Deno.test("Supervisor.step() ignores unknown children, unknown timers, and facts before the start", () => {
  const sup = drill(["a", "b"]);
  const tellStale = () => [
    sup.ready("x", 1),
    sup.failed("x", "crash", 1),
    sup.gone("x", "crash", 1),
    sup.restart("x"),
    sup.fireStale("ready:a#9"),
    sup.fireStale(""),
  ];
  assert.deepEqual(tellStale().flat(), []);
  assert.deepEqual([sup.ready("a", 0), sup.gone("a", "crash", 0), sup.restart("a")].flat(), []);
  sup.up();
  assert.deepEqual(tellStale().flat(), []);
  assert.deepEqual(sup.fireStale("ready:a#1"), [], "cleared, but already on its way");
  assert.deepEqual(sup.ready("a"), [], "twice ready");
});

Deno.test("Supervisor.step() ignores everything after the end", () => {
  const sup = drill(["a"]).up();
  sup.stop();
  assert.deepEqual(sup.gone("a", "shutdown"), ["stopped"]);
  const late = [
    sup.start(),
    sup.stop(),
    sup.gone("a"),
    sup.ready("a"),
    sup.restart("a"),
    sup.fireStale("stop:a#1"),
  ];
  assert.deepEqual(late.flat(), []);
  assert.ok(sup.quiescent());
});

Deno.test("Supervisor.step() serves RestartRequested at once and does not count it", () => {
  const sup = drill(["a", "b", "c"], { intensity: 0 }).up();
  assert.deepEqual(sup.restart("b"), ["stop b#1"]);
  assert.deepEqual(sup.restart("b"), []);
  assert.deepEqual(sup.gone("b", "crash"), ["start b#2"]);
  assert.deepEqual(sup.ready("b"), ["all ready"]);
  assert.deepEqual(sup.state().restarts, []);
});

Deno.test("Supervisor.step() kills a child that does not stop for RestartRequested, and starts it then", () => {
  const sup = drill([child("a"), child("b", { shutdownMs: "brutal_kill" })], { intensity: 0 }).up();
  sup.restart("a");
  assert.deepEqual(sup.fire("stop:a#1"), ["kill a#1"]);
  assert.deepEqual(sup.gone("a", "killed"), ["start a#2"]);
  assert.deepEqual(sup.restart("b"), ["kill b#1"]);
  assert.deepEqual(sup.gone("b", "killed"), ["start b#2"]);
});

Deno.test("Supervisor.step() takes along the group on RestartRequested", () => {
  const sup = drill(["a", "b", "c"], { strategy: "rest_for_one", intensity: 0 }).up();
  assert.deepEqual(sup.restart("b"), ["stop c#1"]);
  assert.deepEqual(sup.restart("b"), [], "goes down anyway");
  assert.deepEqual(sup.gone("c", "shutdown"), ["stop b#1"]);
  assert.deepEqual(sup.gone("b", "shutdown"), ["start b#2"]);
  assert.deepEqual(sup.ready("b"), ["start c#2"]);
  assert.deepEqual(sup.ready("c"), ["all ready"]);
});

for (const strategy of ["one_for_one", "one_for_all"] as const) {
  Deno.test(`Supervisor.step() cuts a backoff short on RestartRequested under ${strategy}`, () => {
    const sup = drill(["a"], { strategy }).up();
    sup.gone("a");
    assert.deepEqual(sup.restart("a"), ["start a#2"]);
    assert.deepEqual(Object.keys(sup.timers()), ["ready:a#2"]);
  });
}

Deno.test("Supervisor.step() does not stop a temporary child on RestartRequested, as it could not start it", () => {
  const sup = drill(["a:temporary"]).up();
  assert.deepEqual(sup.restart("a"), []);
});
