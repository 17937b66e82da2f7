import {
  describe,
  type Fact,
  RollUp,
  type RollUpState,
  type Telling,
  toldText,
  type Units,
} from "../../lib/notify/mod.ts";
import { type Behavior, LANE, type Message, type Send } from "../../lib/runtime/mod.ts";
import type { StoreHealth } from "../../lib/trader/mod.ts";
import type { Notify } from "../notifier/messages.ts";
import type { Reported } from "./messages.ts";

export interface ReporterOptions {
  /** Address of the notifier. */
  readonly notifier: string;
  readonly units: Units;
  /** Hours between two signs of life; 0 is none. */
  readonly heartbeatHours: number;
  /** Risk of one trade in percent of equity: the measure of drawdown in R. */
  readonly riskPct: number;
}

/** Plain state; changed in place. */
export interface ReporterState {
  readonly rollUp: RollUpState;
  /** Facts heard, and notifications made of them. */
  facts: number;
  told: number;
}

const HOUR_MS = 3_600_000;

/**
 * The reporter: facts of the trading actors become notifications, and each hour a line of the profit and loss table (event
 * DayRolledUp; the day's last word is risk's own DaySummarised). Nobody waits for it, and it decides nothing.
 */
export function reporterBehavior(options: ReporterOptions): Behavior<ReporterState, Reported | StoreHealth> {
  return {
    schema: 1,
    init: () => ({ rollUp: RollUp.create(), facts: 0, told: 0 }),
    step(state, message) {
      const fact = message.kind === "Reported" ? message.fact : message;
      state.facts += 1;
      const events: Message[] = [];
      if (fact.kind === "Heartbeat") {
        const hour = RollUp.hour(state.rollUp, fact, options.riskPct);
        if (hour !== null) events.push(hour);
      }
      const telling = tellingOf(options, state, fact);
      RollUp.add(state.rollUp, fact);
      if (telling === null) return { state, events, sends: [], timers: [] };
      state.told += 1;
      RollUp.countTold(state.rollUp, telling.level);
      return { state, events, sends: [sendOf(options.notifier, telling)], timers: [] };
    },
  };
}

function tellingOf(
  { units, heartbeatHours }: ReporterOptions,
  { rollUp }: ReporterState,
  fact: Fact,
): Telling | null {
  if (fact.kind === "Heartbeat" && !isDue(fact.atMs, heartbeatHours)) return null;
  const telling = describe(fact, units);
  const seen = toldText(rollUp.told);
  if (fact.kind !== "DaySummarised" || telling === null || seen === "") return telling;
  return { ...telling, text: `${telling.text}; told: ${seen}` };
}

const isDue = (atMs: number, hours: number): boolean => hours > 0 && atMs % (hours * HOUR_MS) === 0;

/** All on one lane: of one key, what is told last must be what happened last. */
function sendOf(notifier: string, telling: Telling): Send {
  const body: Notify = { kind: "Notify", ...telling };
  return { to: notifier, lane: LANE.data, body };
}
