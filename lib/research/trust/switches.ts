import type { SystemConfig } from "../../trader/mod.ts";
import type { ParameterValue } from "../statistics/mod.ts";
import { leafPaths } from "../sweep/mod.ts";

/** A feature or rule, and the values that take its effect away. */
export interface Switch {
  readonly name: string;
  /** What is then no longer there. */
  readonly without: string;
  readonly off: Readonly<Record<string, ParameterValue>>;
}

/** A number that no account reaches, where the schema has no upper end. */
const NEVER = 1e9;
/** A ratio that every trade has, where the schema wants one above 0. */
const LEAST_RATIO = 0.01;

/**
 * Values by which a rule says nothing, by path. Those that must keep an order among themselves are given at the end of the
 * order they have.
 */
const NEUTRAL: readonly Switch[] = [
  rule("risk.max_total_open_risk_pct", "limit on open risk in total", 100),
  rule("risk.max_open_positions", "limit on positions", NEVER),
  rule("risk.max_same_direction", "limit on positions in one direction", NEVER),
  rule("risk.max_correlation", "limit on correlation", 1),
  {
    name: "risk loss stops",
    without: "daily, weekly and monthly loss stop",
    off: { "risk.daily_stop_pct": NEVER, "risk.weekly_stop_pct": NEVER, "risk.monthly_stop_pct": NEVER },
  },
  rule("risk.monthly_stop_pct", "monthly loss stop", NEVER),
  rule("risk.losing_streak", "cool-down after losses in a row", NEVER),
  rule("risk.reduced_risk_trades", "smaller trades after a pause", 0),
  rule("risk.max_gross_exposure_pct", "limit on gross exposure", NEVER),
  rule("risk.liquidation_distance_stops", "distance of the liquidation price in stops", 1),
  rule("risk.liquidation_buffer_pct", "distance of the liquidation price in percent", 0),
  rule("regime.confirmations", "confirmation of a regime", 1),
  rule("regime.tie_confidence", "refusal of two regimes that are near each other", 0),
  rule("regime.bw_expansion", "veto by widening bands", 99, { "regime.bw_expansion_strong": 100 }),
  rule("regime.atr_spike", "veto by a spike of ATR", 99, { "regime.atr_spike_strong": 100 }),
  rule("regime.ema_sep_pct", "distance of the averages in a trend", 0),
  rule("regime.crossings_min", "crossings of the mid-band in a range", 1),
  rule("strategies.trend_pullback.rsi_min", "bounds of RSI of a pull-back", 0, {
    "strategies.trend_pullback.rsi_max": 100,
  }),
  rule("strategies.trend_pullback.strong_body_share", "least body of a strong close", 0),
  rule("exits.time_out_bars", "time-out", 0),
];

/** Endings of paths that mean the same in every strategy and section. */
const BY_ENDING: readonly (readonly [ending: string, without: string, off: ParameterValue])[] = [
  [".enabled", "", false],
  [".reward_risk_min", "least reward to risk", LEAST_RATIO],
  [".stop_buffer_atr", "room behind the stop by ATR", 0],
  [".regime_flip", "exit when the regime is another", false],
  [".mode", "", "off"],
];

/**
 * Everything of a system that is on and can be switched off, in a fixed order: strategies and exits by their own switches,
 * routes by null, rules by a value at which they say nothing.
 */
export function switchesOf(system: SystemConfig): Switch[] {
  const paths = leafPaths(system);
  const named = paths.flatMap((path): Switch[] => {
    const ending = BY_ENDING.find(([end]) => path.endsWith(end));
    if (ending === undefined) return [];
    const [end, without, off] = ending;
    const section = path.slice(0, -end.length);
    // what belongs to a strategy that is off has no effect
    const isIdle = end !== ".enabled" && valueAt(system, `${section}.enabled`) === false;
    return isIdle ? [] : [{
      name: path,
      without: without === "" ? section : `${without}, ${section.split(".").at(-1)}`,
      off: { [path]: off },
    }];
  });
  const neutral = NEUTRAL.filter(({ off }) => Object.keys(off).every((path) => paths.includes(path)));
  return [...named, ...neutral].filter(({ off }) =>
    Object.keys(off).some((path) => !isOff(valueAt(system, path), off[path]!))
  );
}

/** Whether a value says as little as the one at which its rule says nothing. */
function isOff(value: unknown, off: ParameterValue): boolean {
  // the least reward to risk of a system may be 0
  return value === off || (value === 0 && off === LEAST_RATIO);
}

/** Whether a path can be switched off by some switch. */
export function hasSwitch(path: string): boolean {
  return BY_ENDING.some(([end]) => path.endsWith(end)) ||
    NEUTRAL.some(({ off }) => Object.hasOwn(off, path));
}

function rule(
  path: string,
  without: string,
  off: ParameterValue,
  more: Readonly<Record<string, ParameterValue>> = {},
): Switch {
  return { name: path, without, off: { [path]: off, ...more } };
}

function valueAt(section: unknown, path: string): unknown {
  let at = section;
  for (const key of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[key];
  return at;
}
