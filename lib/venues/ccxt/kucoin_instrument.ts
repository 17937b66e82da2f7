import { err, ok, type Result } from "../../core/mod.ts";
import type { TierEntry } from "./binance_instrument.ts";
import { at, numberOf, textOf } from "./wire.ts";

/** KuCoin's name of a perpetual; dated futures are FFICSX. */
const PERPETUAL = "FFWCSX";
const HOUR_MS = 3_600_000;

/**
 * A registry entry (lib/domain parseInstrument) from one contract of GET /api/v1/contracts/active and its risk limits. One step
 * is one lot, which is `multiplier` base units. There is no smallest notional. A contract with another money than its quote
 * currency, or numbers that are missing, is refused.
 */
export function kucoinEntry(info: unknown, canonical: string, riskLimits: unknown): Result<object, string> {
  if (at(info, "type") !== PERPETUAL) return err(`it is ${textOf(at(info, "type"))}, no perpetual`);
  if (at(info, "isInverse") !== false) return err("it is inverse");
  if (at(info, "settleCurrency") !== at(info, "quoteCurrency")) {
    return err("its margin is not in its quote currency");
  }
  const granularityMs = numberOf(at(info, "fundingRateGranularity"));
  if (!(granularityMs > 0)) return err("it does not say how often funding is settled");
  const tiers = tiersOf(riskLimits);
  if (tiers === null) return err(`the risk limits of ${canonical} are not understood`);
  const bps = (key: string) => (numberOf(at(info, key)) * 10_000).toFixed(4);
  return ok({
    id: at(info, "symbol"),
    quote: at(info, "quoteCurrency"),
    settle: at(info, "settleCurrency"),
    linear: true,
    contractSize: plainDecimal(at(info, "multiplier")),
    tickSize: plainDecimal(at(info, "tickSize")),
    stepSize: plainDecimal(at(info, "lotSize")),
    minQty: plainDecimal(at(info, "lotSize")),
    maxQty: plainDecimal(at(info, "maxOrderQty")),
    makerFeeBps: bps("makerFeeRate"),
    takerFeeBps: bps("takerFeeRate"),
    fundingIntervalHours: granularityMs / HOUR_MS,
    tiers,
  });
}

/** Levels of GET /api/v1/contracts/risk-limit/{symbol}: a level's rate holds for the whole position, so nothing is deducted. */
function tiersOf(riskLimits: unknown): TierEntry[] | null {
  if (!Array.isArray(riskLimits) || riskLimits.length === 0) return null;
  const levels = [...riskLimits].sort((a, b) => numberOf(at(a, "level")) - numberOf(at(b, "level")));
  return levels.map((it) => ({
    floor: plainDecimal(at(it, "minRiskLimit")),
    cap: plainDecimal(at(it, "maxRiskLimit")),
    maintMarginRate: plainDecimal(at(it, "maintainMargin")),
    maintAmount: "0",
    maxLeverage: plainDecimal(at(it, "maxLeverage")),
  }));
}

/** A number as decimal text without exponent; "" for what is no number, which the registry refuses. */
export function plainDecimal(value: unknown): string {
  const number = numberOf(value), text = String(number);
  const match = /^(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (match !== null) return number.toFixed(Number(match[3]) + (match[2]?.length ?? 0));
  return /^\d+(?:\.\d+)?$/.test(text) ? text : "";
}
