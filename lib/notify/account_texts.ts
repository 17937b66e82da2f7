import type { Fact } from "./fact.ts";
import { oneLine, type Telling } from "./notification.ts";
import { countText, moneyText, pctText, resultText, rText, timeText, type Units } from "./units.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** A UTC day's figures. */
export function tellDay({ day, atMs }: Of<"DaySummarised">, units: Units): Telling {
  const parts = [
    `equity ${moneyText(day.equity, units)} (wallet ${moneyText(day.wallet, units)})`,
    `realised ${resultText(day.realized, units)}, fees ${moneyText(day.fees, units)}, ` +
    `funding ${resultText(day.funding, units)}`,
    `${countText(day.roundTrips, "round trip")} (${rText(day.sumR)})`,
    `drawdown ${pctText(day.drawdownPct)} (${rText(-day.drawdownR)})`,
    `${countText(day.decisions, "decision")}, ${day.entries} entered`,
  ];
  return {
    level: "info",
    key: `day/${day.date}`,
    variant: "",
    text: `day ${day.date}: ${parts.join("; ")}`,
    atMs,
  };
}

/** The hourly sign of life. */
export function tellHeartbeat(fact: Of<"Heartbeat">, units: Units): Telling {
  const { equity, wallet, openRisk, positions, atMs } = fact;
  const text = `alive at ${timeText(atMs)}: equity ${moneyText(equity, units)}, ` +
    `wallet ${moneyText(wallet, units)}, ${countText(positions, "position")} ` +
    `with ${moneyText(openRisk, units)} at risk`;
  return { level: "info", key: "heartbeat", variant: String(atMs), text, atMs };
}

/** The store cannot commit, or can again. */
export function tellStore({ kind, atMs }: Of<"StoreDegraded"> | Of<"StoreRecovered">): Telling {
  const isDown = kind === "StoreDegraded";
  const text = isDown
    ? "store: it cannot commit; entries off, protection goes on through the emergency log"
    : "store: it commits again";
  const level = isDown ? "critical" : "warning";
  return { level, key: "store", variant: isDown ? "down" : "up", text, atMs };
}

/** A worker or cell came up again, after a crash. */
export function tellRestart({ part, reason, restarts, atMs }: Of<"PartRestarted">): Telling {
  const text = oneLine(`${part}: restarted (number ${restarts} in this period): ${reason}`);
  return { level: "warning", key: oneLine(`restart/${part}`, 200), variant: "", text, atMs };
}

/** A message that crashes its actor. */
export function tellPoison({ actor, messageId, action, atMs }: Of<"MessagePoisoned">): Telling {
  const isHalted = action === "halt";
  const became = isHalted ? "the actor gets nothing more until a person looks" : "the message was set aside";
  return {
    level: isHalted ? "critical" : "warning",
    key: oneLine(`poison/${actor}`, 200),
    variant: oneLine(messageId, 200),
    text: oneLine(`${actor}: message ${messageId} crashes it: ${became}`),
    atMs,
  };
}
