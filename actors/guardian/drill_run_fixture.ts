import { Tape } from "../../lib/simulator/mod.ts";
import { createDrill, type Drill, moveMarket, START_MS } from "./drill_fixture.ts";
import { calm, operate, rollHazards } from "./drill_hazards_fixture.ts";
import { createJudge, type Judge, judgeEnd, judgeNaked } from "./drill_judge_fixture.ts";
import { runUntil, send } from "./drill_net_fixture.ts";

/** Ten minutes of an instant a second; hazards end after this many seconds, and the rest is calm. */
const BARS = 200;
const CALM_S = 450;

/** One drill from its seed. What happened is counted; `atSecond` may add to it. */
export function runDrill(
  seed: string,
  count: (what: string) => void,
  atSecond: (drill: Drill, second: number) => void = () => {},
): { readonly drill: Drill; readonly judge: Judge } {
  const drill = createDrill(seed, BARS, count);
  const judge = createJudge(drill);
  for (const name of ["execution", "guardian", "reconciliation"]) {
    send(drill.net, "world", name, { kind: "SessionStarted" } as never);
  }
  let rolledMs = 0;
  for (const instant of Tape.instants(drill.venue.tape)) {
    runUntil(drill.net, instant.atMs, () => judgeNaked(drill, judge));
    moveMarket(drill, instant);
    judgeNaked(drill, judge);
    if (instant.atMs === rolledMs) continue;
    rolledMs = instant.atMs;
    operate(drill);
    const second = (instant.atMs - START_MS) / 1000;
    atSecond(drill, second);
    if (second < CALM_S) rollHazards(drill);
    // revivals that were set before may still come: calm is made twice
    else if (second === CALM_S || second === CALM_S + 1) calm(drill);
  }
  // what the last instant did is told, and orders whose position it closed are taken back
  runUntil(drill.net, drill.net.nowMs + 5000, () => {});
  judgeEnd(drill, judge);
  countEvents(drill, count);
  return { drill, judge };
}

function countEvents({ events }: Drill, count: (what: string) => void): void {
  for (const event of events) {
    if (event.kind === "Finding") count(`finding: ${event.what}`);
    if (event.kind === "Finding" && event.done.startsWith("adopted")) count("adopted positions");
    if (event.kind === "Finding" && event.done === "cancelled") count("orphans cancelled");
    if (event.kind === "ProtectionRestored") count(`restored: ${event.how}`);
    if (event.kind === "LatchChanged") count(`latch ${event.latch} ${event.on ? "on" : "off"}`);
    if (event.kind !== "OrderChanged" || event.order.leg !== "guard") continue;
    const { type, status } = event.order;
    count(`guard ${type === "market" ? "close" : "stop"} ${status}`);
  }
}
