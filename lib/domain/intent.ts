import { sha256Base32 } from "../core/mod.ts";
import type { Money } from "./money.ts";
import type { Leg } from "./order.ts";
import { Side } from "./side.ts";

/** A price at which a share of the position is to be taken off. */
export interface Target {
  readonly ticks: number;
  /** Share of the entered quantity in percent; the shares of an intent sum to 100. */
  readonly sharePct: number;
}

/** A strategy's wish to enter, before risk. */
export interface Intent {
  /** `system:symbol:barCloseMs:rule:side` */
  readonly id: string;
  readonly system: string;
  readonly symbol: string;
  readonly side: Side;
  /** The strategy's rule that fired. */
  readonly rule: string;
  readonly regime: string;
  readonly barCloseMs: number;
  /** Price the decision was made at: the signal bar's close, rounded to the tick against us. */
  readonly anchorTicks: number;
  readonly stopTicks: number;
  /** One or two, nearest first. */
  readonly targets: readonly Target[];
  /** Least leverage the strategy needs. */
  readonly leverage: number;
  /** Rank within a bar's set, higher first; 0..1. */
  readonly score: number;
}

/** An intent that risk has let through. Only the portfolio reducer makes these. */
export interface Approval {
  readonly intent: Intent;
  readonly qtySteps: number;
  readonly leverage: number;
  /** Money lost if the initial stop is hit at its price: one R. */
  readonly riskMoney: Money;
}

/** Id of an intent; the same decision always has the same id. */
export function intentId(
  system: string,
  symbol: string,
  barCloseMs: number,
  rule: string,
  side: Side,
): string {
  return `${system}:${symbol}:${barCloseMs}:${rule}:${Side.position(side)}`;
}

const LEG_CODES: Readonly<Record<Leg, string>> = {
  entry: "E",
  stop: "S",
  target1: "A",
  target2: "B",
  exit: "X",
  guard: "G",
};

/**
 * Client order id: 2-character system tag, leg, attempt in base 36, and 20 base-32 characters of
 * SHA-256(run id, intent id). At most 36 characters, made of characters every venue accepts.
 */
export function clientOrderId(tag: string, leg: Leg, attempt: number, runId: string, intent: string): string {
  return tag + LEG_CODES[leg] + attempt.toString(36) + intentCode(runId, intent);
}

/** The last one made: the orders of an intent are mostly placed one after another. */
let lastRunId = "", lastIntent = "", lastCode = "";

function intentCode(runId: string, intent: string): string {
  if (intent !== lastIntent || runId !== lastRunId) {
    lastCode = sha256Base32(`${runId}\n${intent}`, 20);
    lastRunId = runId;
    lastIntent = intent;
  }
  return lastCode;
}

/** The leg a client order id of ours names; null for an id that does not begin with our tag. */
export function legOfClientId(tag: string, clientId: string): Leg | null {
  if (!clientId.startsWith(tag)) return null;
  for (const leg in LEG_CODES) if (clientId[tag.length] === LEG_CODES[leg as Leg]) return leg as Leg;
  return null;
}
