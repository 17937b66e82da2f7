import { isFact } from "../../lib/notify/mod.ts";
import { type Behavior, LANE, type Message, type Send, type Step } from "../../lib/runtime/mod.ts";
import type { Reported } from "./messages.ts";

/**
 * Sends to the reporter for what is worth telling of what was said, in order. On the data lane, after all else that is sent, so
 * that nothing that decides waits for it.
 */
export function reportsOf(reporter: string, said: readonly Message[]): Send[] {
  return said.filter(isFact).map((fact): Send => {
    const body: Reported = { kind: "Reported", fact };
    return { to: reporter, lane: LANE.data, body };
  });
}

/**
 * A behavior whose events the reporter hears of, and the liquidations it hands on (they are no events of their own). Nothing
 * else of it changes.
 */
export function withReports<S, M extends Message>(
  behavior: Behavior<S, M>,
  reporter: string,
): Behavior<S, M> {
  return {
    ...behavior,
    step(state, message, ctx) {
      const step = behavior.step(state, message, ctx);
      const reports = reportsOf(reporter, [...step.events, ...liquidationsOf(step)]);
      return reports.length === 0 ? step : { ...step, sends: [...step.sends, ...reports] };
    },
  };
}

/** A notice goes to several receivers as one and the same object. */
function liquidationsOf({ sends }: Step<unknown>): Message[] {
  const bodies = sends.map(({ body }) => body).filter(({ kind }) => kind === "LiquidationNoted");
  return [...new Set(bodies)];
}
