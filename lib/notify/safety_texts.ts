import { Money, Side } from "../domain/mod.ts";
import { LATCHES, type LatchName, PORTFOLIO_SCOPE } from "../risk/mod.ts";
import type { Fact } from "./fact.ts";
import type { Level } from "./level.ts";
import { MAX_KEY, oneLine, type Telling } from "./notification.ts";
import {
  durationText,
  holdingText,
  moneyText,
  pctText,
  priceText,
  sizeText,
  timeText,
  type Units,
} from "./units.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** How much each latch matters while it is set. */
const LATCH_LEVELS: Readonly<Record<LatchName, Level>> = {
  starting: "info",
  stale: "warning",
  unreconciled: "warning",
  kill: "critical",
  stop_file: "warning",
  operator: "warning",
  breaker: "warning",
  quarantine: "critical",
  store: "critical",
};

/** Entries are off for a reason, or that reason is gone. */
export function tellLatch({ scope, latch, on, cause, atMs }: Of<"LatchChanged">): Telling {
  const level = isLatch(latch) ? LATCH_LEVELS[latch] : "warning";
  const where = scope === PORTFOLIO_SCOPE ? "all symbols" : scope;
  const text = on ? `entries off by latch "${latch}": ${cause}` : `latch "${latch}" is off again: ${cause}`;
  return {
    level: on ? level : relief(level),
    key: `latch/${scope}/${latch}`,
    variant: on ? "on" : "off",
    text: oneLine(`${where}: ${text}`),
    atMs,
  };
}

/** Good news reaches whoever was told the bad: what takes back a critical notice is a warning. */
const relief = (level: Level): Level => (level === "critical" ? "warning" : "info");

const isLatch = (name: string): name is LatchName => LATCHES.includes(name as LatchName);

/** A loss limit was reached, or its period is over. */
export function tellLossStop({ period, on, lossPct, atMs }: Of<"LossStopChanged">): Telling {
  const level: Level = period === "daily" ? "warning" : "critical";
  const text = on
    ? `${period} loss limit reached: ${pctText(lossPct)} lost, no entries until the period ends`
    : `${period} loss limit is over: its period has ended`;
  const key = `loss/${period}`;
  return { level: on ? level : relief(level), key, variant: on ? "on" : "off", text, atMs };
}

/** What the two sides of a difference count, so that they can be written with their units. */
const SIGNED_STEPS = new Set([
  ...["unknown position", "phantom position", "quantity mismatch", "side mismatch", "foreign position"],
  ...["position", "position at funding", "position after liquidation", "liquidation"],
]);
/** Findings that say a position is other than we thought, or less protected. */
const CRITICAL_FINDINGS = new Set([
  ...["unknown position", "phantom position", "quantity mismatch", "side mismatch", "missing protection"],
]);
const WHOLE_REGEXP = /^-?\d+$/;
const DECIMAL_REGEXP = /^-?\d+(\.\d{1,8})?$/;

/** Reconciliation found a difference and did something about it. */
export function tellFinding(fact: Of<"Finding">, units: Units): Telling {
  const { what, symbol, done, atMs } = fact;
  return {
    level: CRITICAL_FINDINGS.has(what) ? "critical" : "warning",
    key: oneLine(`finding/${symbol}/${what}`, MAX_KEY),
    variant: oneLine(done, MAX_KEY),
    text: oneLine(`${scopeText(symbol)}: ${what}: ${sidesText(fact, units)}; done: ${done || "nothing yet"}`),
    atMs,
  };
}

/** A symbol that has a bar did not report it in time: it is late, or stands still. */
export function tellAbsence({ symbol, barCloseMs, atMs }: Of<"SymbolAbsent">): Telling {
  const bar = `the bar that closed at ${timeText(barCloseMs)}`;
  return {
    level: "warning",
    key: `absent/${symbol}`,
    variant: "",
    text: oneLine(`${symbol}: no report of ${bar}: nothing is entered on it; stops stay`),
    atMs,
  };
}

/** Execution's book and the venue's own word differ. */
export function tellDivergence(fact: Of<"BookDiverged">, units: Units): Telling {
  const { what, symbol, atMs } = fact;
  return {
    level: "critical",
    key: oneLine(`book/${symbol}/${what}`, MAX_KEY),
    variant: "",
    text: oneLine(`${symbol}: book and venue differ (${what}): ${sidesText(fact, units)}; entries off`),
    atMs,
  };
}

function sidesText(
  { what, symbol, ours, venues }: Of<"Finding"> | Of<"BookDiverged">,
  units: Units,
): string {
  const side = (text: string): string => {
    if (SIGNED_STEPS.has(what) && WHOLE_REGEXP.test(text)) return holdingText(symbol, Number(text), units);
    if (what === "balance drift" && DECIMAL_REGEXP.test(text)) return moneyText(Money.parse(text), units);
    return text || "nothing";
  };
  return `ours ${side(ours)}, the venue's ${side(venues)}`;
}

const scopeText = (symbol: string): string => (symbol === PORTFOLIO_SCOPE ? "account" : symbol);

/** The guardian sees a position without a stop that covers it, or sees it covered again. */
export function tellProtection(fact: Of<"ProtectionLost"> | Of<"ProtectionRestored">): Telling {
  const { symbol, nakedMs, how, atMs } = fact;
  const isLost = fact.kind === "ProtectionLost";
  const text = isLost
    ? `position without a working stop for ${durationText(nakedMs)}`
    : `protected again or flat, after ${durationText(nakedMs)} without a working stop`;
  return {
    level: isLost ? "critical" : "warning",
    key: `protection/${symbol}`,
    variant: isLost ? "lost" : "restored",
    text: oneLine(`${symbol}: ${text}: ${how}`),
    atMs,
  };
}

/** The venue closed a position by force. */
export function tellLiquidation(fact: Of<"LiquidationNoted">, units: Units): Telling {
  const { symbol, side, qtySteps, price, lost, atMs } = fact;
  const what = `${Side.position(side)} of ${sizeText(symbol, qtySteps, units)}`;
  return {
    level: "critical",
    key: `liquidation/${symbol}/${atMs}`,
    variant: "",
    text: `${symbol}: LIQUIDATED: ${what} at ${priceText(symbol, price, units)}, ` +
      `${moneyText(lost, units)} of margin lost`,
    atMs,
  };
}
