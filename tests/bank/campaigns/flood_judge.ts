// deno-lint-ignore-file no-console
import { DEFAULT_CAPACITIES } from "../../../lib/runtime/mod.ts";
import { DEFAULT_LIMITS } from "../../../lib/runtime/group/group_limits.ts";
import { Campaign } from "../flood/campaign.ts";
import type { FloodReport, FlowReport } from "../flood/flood_audit.ts";
import { FLOOD_FACTOR } from "../flood/flood_tree.ts";
import { freeTicksPerSecond } from "../flood/flood_world.ts";
import { FloodSeen } from "./flood_seen.ts";

/** A source may pass its bound by what one handling sends: a tick's orders, a firing's quotes. */
const MOST_UNSETTLED = DEFAULT_LIMITS.maxUnsettled + 256;

/** Prints what a flood of so many seconds came to, and judges it. */
export function judgeFloodRun(
  campaign: Campaign,
  seen: FloodSeen,
  report: FloodReport,
  seconds: number,
): void {
  for (const failure of seen.failures.slice(0, 5)) Campaign.breach(campaign, `nothing may fail: ${failure}`);
  for (const fault of report.faults) Campaign.breach(campaign, `store: ${fault}`);
  const offered = freeTicksPerSecond(Date.now), taken = report.told / seconds;
  console.log(
    `world: would give ${offered.toFixed(0)} ticks/s, ${taken.toFixed(0)}/s were taken (1 of ${
      (offered / taken).toFixed(0)
    }), ${report.told} in all; ${report.underWay} under way at the end, ${report.faultCount} faults in the store`,
  );
  if (!(offered >= FLOOD_FACTOR * taken)) Campaign.breach(campaign, "the world was hardly held back");
  for (const flow of report.flows) judgeFlow(campaign, seen, flow);
  for (const [sink, flows] of Map.groupBy(report.flows, (flow) => flow.sink)) {
    judgeSink(campaign, seen, sink, flows);
  }
}

function judgeFlow(campaign: Campaign, seen: FloodSeen, flow: FlowReport): void {
  const { lane, source, sink, sent, handled, superseded } = flow;
  const { unsettled: mostUnsettled } = FloodSeen.peakOf(seen, source);
  const isData = lane === "data";
  const conflated = isData
    ? FloodSeen.peakOf(seen, source).conflated + FloodSeen.peakOf(seen, sink).conflated
    : 0;
  if (!flow.isLate) console.log(describe(flow, conflated, mostUnsettled));
  if (isData && !(flow.sentPerSecond >= FLOOD_FACTOR * flow.handledPerSecond)) {
    Campaign.breach(campaign, `${source} did not send ${FLOOD_FACTOR} times as much as was handled`);
  }
  if (sent === 0 || sent !== handled + superseded) {
    Campaign.breach(campaign, `${source}: sent is not handled + left out`);
  }
  if (conflated !== superseded) {
    Campaign.breach(campaign, `${source}: ${conflated} were counted as conflated, ${superseded} were`);
  }
  if (!(mostUnsettled <= MOST_UNSETTLED)) {
    Campaign.breach(campaign, `${source} had ${mostUnsettled} unsettled, more than ${MOST_UNSETTLED}`);
  }
}

function describe(flow: FlowReport, conflated: number, mostUnsettled: number): string {
  const { lane, source, inputs, sent, handled, superseded } = flow;
  const detail = lane === "data"
    ? `${superseded} superseded in the store, ${conflated} counted as conflated`
    : `${flow.freePerSecond.toFixed(0)}/s until it had to wait`;
  return `${source}: ${inputs} inputs, ${sent} sent (${
    flow.sentPerSecond.toFixed(0)
  }/s), ${handled} handled (${
    flow.handledPerSecond.toFixed(0)
  }/s in the flood), ${detail}; most unsettled ${mostUnsettled}`;
}

/** What came to a full mailbox must have been refused and counted: the latecomers' first messages. */
function judgeSink(
  campaign: Campaign,
  seen: FloodSeen,
  sink: string,
  flows: readonly FlowReport[],
): void {
  const capacity = DEFAULT_CAPACITIES[flows[0].lane];
  const { depth: deepest, refused } = FloodSeen.peakOf(seen, sink);
  const late = flows.filter(({ isLate }) => isLate);
  console.log(
    `${sink}: most waiting ${deepest} of ${capacity}, refused ${refused} times${
      late.length === 0
        ? ""
        : `, ${late.reduce((sum, { handled }) => sum + handled, 0)} of latecomers handled`
    }`,
  );
  if (!(deepest <= capacity)) Campaign.breach(campaign, `${sink} held ${deepest}, more than ${capacity}`);
  if (late.length > 0 && refused === 0) {
    Campaign.breach(campaign, `${sink} refused nothing, though latecomers found it full`);
  }
}
