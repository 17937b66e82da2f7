import { Checks, initialMargin, Instrument, type Intent, Money } from "../domain/mod.ts";
import { Book, type BookState, type LossPeriods, ReturnWindow, Streak } from "../portfolio/mod.ts";
import { type Latch, Latches } from "./latches.ts";
import type { RiskConfig } from "./schema.ts";
import { riskBudget, type Sizing } from "./sizing.ts";

/** What the rules look at. Arrays are in the run's symbol order; nothing is changed. */
export interface RiskInput {
  /** Time of the market: close of the newest bar that is known of. Bars and fills are dated by it. */
  readonly nowMs: number;
  /** Length of the entry bar, ms. */
  readonly barMs: number;
  readonly intent: Intent;
  readonly symbolIndex: number;
  readonly instruments: readonly Instrument[];
  readonly book: BookState;
  readonly latches: readonly Latch[];
  readonly periods: LossPeriods;
  readonly streak: Streak;
  readonly returns: readonly ReturnWindow[];
  readonly limits: RiskConfig;
}

/** A rule with its size in hand: notes its value, limit and verdict under its name. */
export interface Rule {
  readonly name: string;
  readonly check: (input: RiskInput, sizing: Sizing, checks: Checks) => void;
}

function sameSide({ book: { holdings }, intent }: RiskInput): number {
  let count = 0;
  for (const holding of holdings) if (Book.direction(holding) === intent.side) count += 1;
  return count;
}

function engaged({ holdings }: BookState): number {
  let count = 0;
  for (const holding of holdings) if (Book.isEngaged(holding)) count += 1;
  return count;
}

/** Percent of equity, rounded once, in the division, so that a share of exactly a limit compares equal to it. */
const shareOf = (part: Money, equity: Money): number =>
  equity <= 0n ? Infinity : (100 * Number(part)) / Number(equity);

/** Correlation with the position it would double most; -Infinity when nothing is open, NaN when one cannot be told. */
function worstCorrelation({ book, intent, returns, symbolIndex }: RiskInput): number {
  let worst = -Infinity;
  for (let i = 0; i < book.holdings.length; i++) {
    const direction = Book.direction(book.holdings[i]!);
    if (direction === 0 || i === symbolIndex) continue;
    const rho = ReturnWindow.correlation(returns[symbolIndex]!, returns[i]!) * direction * intent.side;
    if (Number.isNaN(rho)) return NaN;
    worst = Math.max(worst, rho);
  }
  return worst;
}

/** Every portfolio rule, in the order in which a failure names the denial. */
export const RULES: readonly Rule[] = [
  {
    name: "latch",
    check: ({ latches, intent }, _, checks) => {
      let isHeld = false;
      for (const latch of latches) {
        if (!Latches.holds(latch, intent.symbol, intent.system)) continue;
        isHeld = true;
        Checks.add(checks, `latch.${latch.name}`, 1, 0, false);
      }
      if (!isHeld) Checks.add(checks, "latch", 0, 0, true);
    },
  },
  {
    name: "stale",
    check: ({ nowMs, intent, limits, barMs }, _, checks) => {
      const ageBars = (nowMs - intent.barCloseMs) / barMs;
      Checks.add(checks, "stale", ageBars, limits.stale_after_bars, ageBars <= limits.stale_after_bars);
    },
  },
  ...(["daily_stop", "weekly_stop", "monthly_stop"] as const).map((name, i): Rule => ({
    name,
    check: ({ periods, limits }, _, checks) => {
      const { lossPct, stopped } = periods[i]!;
      Checks.add(checks, name, lossPct, limits[`${name}_pct`], stopped === 0);
    },
  })),
  {
    name: "cool_down",
    check: ({ streak, nowMs }, _, checks) => {
      const leftMs = Math.max(0, streak.coolUntilMs - nowMs);
      Checks.add(checks, "cool_down", leftMs, 0, !Streak.isCooling(streak, nowMs));
    },
  },
  {
    name: "one_per_symbol",
    check: ({ book, symbolIndex }, _, checks) => {
      const busy = Book.isEngaged(book.holdings[symbolIndex]!);
      Checks.add(checks, "one_per_symbol", busy ? 1 : 0, 0, !busy);
    },
  },
  {
    name: "max_open_positions",
    check: ({ book, limits }, _, checks) => {
      const after = engaged(book) + 1;
      Checks.add(
        checks,
        "max_open_positions",
        after,
        limits.max_open_positions,
        after <= limits.max_open_positions,
      );
    },
  },
  {
    name: "same_direction",
    check: (input, _, checks) => {
      const after = sameSide(input) + 1;
      const limit = input.limits.max_same_direction;
      Checks.add(checks, "same_direction", after, limit, after <= limit);
    },
  },
  {
    name: "correlation",
    check: (input, _, checks) => {
      const worst = worstCorrelation(input);
      Checks.add(
        checks,
        "correlation",
        worst,
        input.limits.max_correlation,
        worst <= input.limits.max_correlation,
      );
    },
  },
  {
    name: "max_leverage",
    check: ({ intent, limits }, { leverage }, checks) => {
      const most = Math.min(leverage, limits.max_leverage);
      Checks.add(checks, "max_leverage", intent.leverage, most, intent.leverage <= most);
    },
  },
  {
    name: "min_quantity",
    check: ({ instruments, symbolIndex }, { qtySteps }, checks) => {
      const least = instruments[symbolIndex]!.minSteps;
      Checks.add(checks, "min_quantity", qtySteps, least, qtySteps >= least);
    },
  },
  {
    name: "min_notional",
    check: ({ instruments, symbolIndex }, { notional }, checks) => {
      const least = instruments[symbolIndex]!.minNotional ?? 0n;
      Checks.add(checks, "min_notional", Money.toNumber(notional), Money.toNumber(least), notional >= least);
    },
  },
  {
    name: "risk_per_trade",
    check: ({ limits }, { riskMoney, budget, equity }, checks) => {
      // the caller may size with less than the limit (after a pause), never with more
      const most = Money.min(budget, riskBudget(equity, limits.risk_per_trade_pct));
      Checks.add(
        checks,
        "risk_per_trade",
        Money.toNumber(riskMoney),
        Money.toNumber(most),
        riskMoney <= most,
      );
    },
  },
  {
    name: "total_open_risk",
    check: ({ book, instruments, limits }, { riskMoney, equity }, checks) => {
      const riskPct = shareOf(Book.openRisk(book, instruments) + riskMoney, equity);
      Checks.add(
        checks,
        "total_open_risk",
        riskPct,
        limits.max_total_open_risk_pct,
        riskPct <= limits.max_total_open_risk_pct,
      );
    },
  },
  {
    name: "gross_exposure",
    check: ({ book, instruments, limits }, { notional, equity }, checks) => {
      const grossPct = shareOf(Book.grossExposure(book, instruments) + notional, equity);
      Checks.add(
        checks,
        "gross_exposure",
        grossPct,
        limits.max_gross_exposure_pct,
        grossPct <= limits.max_gross_exposure_pct,
      );
    },
  },
  {
    name: "free_margin",
    check: ({ book, instruments, symbolIndex }, { notional, leverage }, checks) => {
      const fee = Money.timesRate(notional, instruments[symbolIndex]!.takerRateE8);
      const needed = initialMargin(notional, Math.max(1, leverage)) + fee;
      const free = Book.freeMargin(book, Math.max(1, leverage));
      Checks.add(checks, "free_margin", Money.toNumber(needed), Money.toNumber(free), needed <= free);
    },
  },
  {
    name: "liquidation_distance",
    check: ({ intent, limits, instruments, symbolIndex }, { liquidation: at }, checks) => {
      const it = instruments[symbolIndex]!;
      const anchor = Instrument.price(it, intent.anchorTicks);
      const stops = (anchor - at) / (anchor - Instrument.price(it, intent.stopTicks));
      const distance = at === 0 ? Infinity : stops;
      Checks.add(
        checks,
        "liquidation_distance",
        distance,
        limits.liquidation_distance_stops,
        distance >= limits.liquidation_distance_stops,
      );
    },
  },
  {
    name: "liquidation_buffer",
    check: ({ intent, limits, instruments, symbolIndex }, { liquidation: at }, checks) => {
      const it = instruments[symbolIndex]!;
      const stop = Instrument.price(it, intent.stopTicks);
      const bufferPct = at === 0
        ? Infinity
        : (100 * intent.side * (stop - at)) / Instrument.price(it, intent.anchorTicks);
      Checks.add(
        checks,
        "liquidation_buffer",
        bufferPct,
        limits.liquidation_buffer_pct,
        bufferPct >= limits.liquidation_buffer_pct,
      );
    },
  },
];
