/**
 * The kill switch in the same drill: somebody pulls it amid restarts, cuts, hands and a bad line. Guardian and reconciliation
 * do not fight it, whatever is held goes, I1 holds until it has, and nothing is entered before it is re-armed.
 *
 * @module
 */
import assert from "node:assert/strict";
import { legOfClientId } from "../../lib/domain/mod.ts";
import type { OperatorCommand } from "../../lib/trader/mod.ts";
import { type Drill, ordersOf, TAG, TRADED } from "./drill_fixture.ts";
import { send } from "./drill_net_fixture.ts";
import { runDrill } from "./drill_run_fixture.ts";

const SEEDS = 40;

/** When it is pulled, amid hazards; again once it is calm, for what hands have opened since; and when it is re-armed. */
const PULL_S = 200;
const CALM_PULL_S = 470;
const REARM_S = 585;

function ask(drill: Drill, command: OperatorCommand): void {
  const atMs = drill.net.nowMs, commandId = `${command.kind} ${atMs}`;
  send(drill.net, "root", "risk", { kind: "OperatorAsked", commandId, by: "jo", command, atMs } as never);
}

const FLATTEN: OperatorCommand = { kind: "Flatten", scope: "portfolio", reason: "drill" };

/** Plays the drill with the switch; what went wrong, and how long it took to be flat amid hazards. */
function play(seed: string, count: (what: string) => void) {
  const faults: string[] = [];
  let flatAfterS = -1;
  const { drill, judge } = runDrill(seed, count, (drill, second) => {
    if (second === 1) watchEntries(drill, faults);
    const { desks } = ordersOf(drill);
    if (second === PULL_S) {
      for (const { campaign } of desks) count(`pulled while ${campaign?.stage ?? "none"}`);
      ask(drill, FLATTEN);
    }
    if (second > PULL_S && flatAfterS < 0 && desks.every(({ flattening }) => flattening?.isFlat)) {
      flatAfterS = second - PULL_S;
    }
    if (second === CALM_PULL_S) ask(drill, FLATTEN);
    if (second === REARM_S) ask(drill, { kind: "Rearm", reason: "drill is over" });
  });
  for (const event of drill.events) {
    if (event.kind === "OperatorCommandTaken") count(`${event.command} ${event.accepted || event.why}`);
  }
  const held = TRADED.filter((_, i) => drill.exchange.positions[i].qtySteps !== 0);
  if (held.length > 0) faults.push(`still held: ${held}`);
  return { breaches: [...judge.breaches, ...faults], flatAfterS };
}

/** An entry that execution sends after it was told of the switch. */
function watchEntries(drill: Drill, faults: string[]): void {
  const judgeCommand = drill.onCommand;
  const pulledAtMs = TRADED.map(() => Infinity);
  drill.onCommand = (from, command) => {
    judgeCommand(from, command);
    for (const [i, { flattening }] of ordersOf(drill).desks.entries()) {
      if (flattening === null) pulledAtMs[i] = Infinity;
      else pulledAtMs[i] = Math.min(pulledAtMs[i], drill.net.nowMs);
    }
    if (from !== "execution" || command.kind !== "SubmitOrder") return;
    const { clientId, symbol } = command.order;
    const isAfter = command.sentAtMs > pulledAtMs[TRADED.indexOf(symbol as typeof TRADED[number])];
    if (legOfClientId(TAG, clientId) === "entry" && isAfter) faults.push(`${clientId} enters after the pull`);
  };
}

const FLOORS: Readonly<Record<string, number>> = {
  "pulled while none": 20,
  "pulled while open": 15,
  "entries": 300,
  "hand trades": 400,
  "restarts of execution": 400,
  "restarts of risk": 150,
  "lost": 1000,
  "adopted positions": 200,
  "Flatten true": 2 * SEEDS,
  "Rearm true": SEEDS,
};

Deno.test("a flatten amid restarts, cuts and hands ends flat with I1 kept, and re-arming ends it", () => {
  const seen: Record<string, number> = {};
  const count = (what: string) => seen[what] = (seen[what] ?? 0) + 1;
  const tookS: number[] = [];
  for (let i = 0; i < SEEDS; i++) {
    const { breaches, flatAfterS } = play(`flatten ${i}`, count);
    assert.deepEqual(breaches, [], `seed "flatten ${i}"`);
    tookS.push(flatAfterS);
  }
  tookS.sort((a, b) => a - b);
  // execution may be dead for 20 s, and a hand may trade again and again
  assert.ok(tookS[0] > 0 && tookS[SEEDS / 2] < 15, `seconds until flat: ${tookS}`);
  for (const [what, least] of Object.entries(FLOORS)) {
    assert.ok(seen[what] >= least, `${what} came ${seen[what]} times, ${least} are needed`);
  }
});
