import assert from "node:assert/strict";
import { LANE, type Lane } from "../envelope.ts";
import { ActorCrash } from "../errors.ts";
import { ActorGroup } from "./actor_group.ts";
import { ack, leaving, order, send, type Setup, type Subject, subject } from "./group_fixture.ts";

/** The worker "there" takes reports, with actors x and y; "far", with actor z, does not. */
const PLACES = new Map([
  ["a", { worker: "here" }],
  ["b", { worker: "here" }],
  ["x", { worker: "there", takesReports: true as const }],
  ["y", { worker: "there", takesReports: true as const }],
  ["z", { worker: "far" }],
]);

function group(limits: Setup["limits"]): Subject {
  return subject({ places: PLACES, limits: { ...limits } });
}

/** a says so much, and it is committed. */
function say(here: Subject, to: string, count: number, lane: Lane = LANE.data): void {
  here.tell("a", order({ sends: Array.from({ length: count }, () => send(to, lane)) }), {
    ...{ from: "y", lane: LANE.control },
  });
  here.handleAll();
  here.commit();
}

const metricsOf = ({ group }: Subject) => ActorGroup.metrics(group, 0)[0];
const outbox = ({ store }: Subject) => store.load("a", 1).outbox.map(({ seq }) => seq);

Deno.test("ActorGroup neither pauses nor crashes an actor for reports that nobody takes", () => {
  const here = group({ maxUnsettled: 3, crashUnsettled: 5, maxReports: 100 });
  for (let i = 0; i < 20; i++) say(here, "x", 2);
  const { unsettled, reportsDropped } = metricsOf(here);
  assert.deepEqual([unsettled, reportsDropped], [40, 0]);
  here.tell("a", order());
  assert.deepEqual(here.handleAll(), ["market#1"], "its data goes on");
  assert.equal(ActorGroup.isIdle(here.group), false, "they are still to be told");
});

Deno.test("ActorGroup drops the oldest reports beyond the bound, for good, and counts them", () => {
  const here = group({ maxReports: 4 });
  say(here, "x", 16);
  assert.equal(leaving(here.group).there.length, 16 - 12, "the others came before they could leave");
  say(here, "x", 4);
  assert.deepEqual([metricsOf(here).unsettled, metricsOf(here).reportsDropped], [8, 12]);
  ActorGroup.onPeerUp(here.group, "there");
  say(here, "x", 3);
  assert.deepEqual([metricsOf(here).unsettled, metricsOf(here).reportsDropped], [8, 15]);
  say(here, "y", 1);
  const kept = [13, 14, 15, 16, 20, 21, 22, 23];
  assert.deepEqual(
    outbox(here),
    [...kept, 24],
    "those under way may be handled; the others left the store too",
  );
  assert.deepEqual(leaving(here.group).there, [...kept, 24].map((seq) => `a#${seq}`));
  ActorGroup.onAck(here.group, ack("a", "x", LANE.data, 23), 0);
  assert.deepEqual([metricsOf(here).unsettled, here.group.slots.get("a")!.reports], [1, 1]);
});

Deno.test("ActorGroup bounds what a dead receiver of reports leaves behind, over lives of the sender", () => {
  const limits = { maxReports: 20 };
  const here = group(limits);
  for (let i = 0; i < 30; i++) say(here, "x", 2);
  assert.ok(outbox(here).length <= 22, `${outbox(here).length} are left`);
  const reborn = here.reborn({ limits: { maxReports: 5 } });
  assert.deepEqual([metricsOf(reborn).unsettled, metricsOf(reborn).reportsDropped], [22, 0]);
  for (let i = 0; i < 10; i++) say(reborn, "x", 2);
  assert.deepEqual([metricsOf(reborn).unsettled, metricsOf(reborn).reportsDropped], [27, 15]);
  ActorGroup.onPeerGone(reborn.group, "there");
  assert.deepEqual([metricsOf(reborn).unsettled, reborn.group.slots.get("a")!.reports], [0, 0]);
});

Deno.test("ActorGroup leaves a conflated report to the store, which an earlier life may have told of", () => {
  const quote = () => order({ sends: [send("x", LANE.data, "k")] });
  const here = group({});
  for (let i = 0; i < 2; i++) {
    here.tell("a", quote());
    here.handleAll();
    here.commit();
    leaving(here.group);
  }
  const reborn = here.reborn();
  assert.equal(metricsOf(reborn).unsettled, 1);
  ActorGroup.snapshotAll(reborn.group);
  assert.equal(reborn.commit().settled, undefined);
});

Deno.test("ActorGroup counts all else against its sender: other lanes, other workers, its own worker", () => {
  const cases = [["x", LANE.control], ["z", LANE.data]] as const;
  for (const [to, lane] of cases) {
    const here = group({ maxUnsettled: 3, crashUnsettled: 5, maxReports: 4 });
    say(here, to, 3, lane);
    here.tell("a", order());
    assert.deepEqual(here.handleAll(), [], `${to} on lane ${lane}`);
    assert.throws(() => say(here, to, 3, lane), ActorCrash);
  }
  const own = new Map(
    [...PLACES].map(([address, place]) => [address, { ...place, takesReports: true as const }]),
  );
  const here = subject({ places: own, limits: { maxUnsettled: 2, maxReports: 1 } });
  say(here, "b", 2);
  assert.deepEqual([metricsOf(here).unsettled, metricsOf(here).reportsDropped], [2, 0]);
});
