import type { DailyReportData, Occurrence } from "../lib/notify/mod.ts";
import type { Incident } from "../lib/store/mod.ts";
import type { ReportDay } from "./daily_report_day.ts";
import type { TimedEvent } from "./daily_report_occurrences.ts";

/** How often the process began again on a day, and how long it was there. */
export type Lives = Pick<DailyReportData, "restarts" | "uptime">;

/**
 * Lives of the process on a day, by the machine's time: a start without a stop before it was not planned, and the process is
 * taken to have ended with the last thing it committed.
 */
export function livesOf(
  { wall, fromMs }: ReportDay,
  events: readonly TimedEvent[],
  incidents: readonly Incident[],
): Lives {
  if (wall === null) return { restarts: [], uptime: null };
  const changes = incidents.filter(({ what }) => what === "start" || what === "stop");
  const restarts: Occurrence[] = [];
  let awayMs = 0;
  for (const [i, { what, wallMs }] of changes.entries()) {
    if (i === 0 || what !== "start" || wallMs <= wall.fromMs || wallMs > wall.toMs) continue;
    const before = changes[i - 1];
    const isPlanned = before.what === "stop";
    const signs = events.filter((event) => event.wallMs !== null && event.wallMs <= wallMs);
    const sign = signs.at(-1);
    const endedMs = isPlanned ? before.wallMs : Math.max(sign?.wallMs ?? 0, before.wallMs, wall.fromMs);
    const goneMs = Math.max(0, wallMs - Math.max(endedMs, wall.fromMs));
    awayMs += goneMs;
    restarts.push({
      at: new Date(sign?.marketMs ?? fromMs).toISOString(),
      ...{ what: "process", scope: "", isBad: !isPlanned },
      text: `${isPlanned ? `stopped (${before.cause})` : "ended without a stop"}; away for ${
        (goneMs / 1_000).toFixed(1)
      } s`,
    });
  }
  const wholeMs = wall.toMs - wall.fromMs;
  return { restarts, uptime: { seconds: (wholeMs - awayMs) / 1_000, ofSeconds: wholeMs / 1_000 } };
}
