import { z } from "zod";
import { err, ok, type Result } from "../core/mod.ts";
import { executionConfig, exitConfig } from "../execution/mod.ts";
import { type Timeframe, timeframeMs } from "../market/mod.ts";
import { regimeConfig } from "../regime/mod.ts";
import { riskConfig } from "../risk/mod.ts";
import { routerConfig, strategiesConfig } from "../strategies/mod.ts";
import type { SymbolSpec } from "./symbol/spec.ts";

const timeframe = z.enum(["1m", "5m", "15m", "30m", "1h", "2h", "4h", "1d"]);

/** What one symbol may have of its own; merged over the system's section of the same name. */
const overrides = z.strictObject({
  regime: z.record(z.string(), z.unknown()).optional(),
  strategies: z.record(z.string(), z.unknown()).optional(),
  exits: z.record(z.string(), z.unknown()).optional(),
});

/** What the slower averages of a routed system need to mean anything. */
const LEAST_ROUTED_BARS = 60;

/** A system of the regime-router family: universe, timeframes, and its parts. */
export const systemConfig = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "lower-case letters, digits and dashes, 2 to 31 of them"),
  /** Begins every client order id. */
  tag: z.string().regex(/^[A-Z0-9]{2}$/, "two capital letters or digits"),
  timeframes: z.strictObject({
    trend: timeframe.default("1d"),
    setup: timeframe.default("4h"),
    entry: timeframe.default("1h"),
  }).prefault({}),
  /** Closed bars of each timeframe before the first decision. */
  min_bars: z.number().int().min(1).max(5000).default(200),
  symbols: z.record(
    z.string().regex(/^[A-Z0-9]+\/[A-Z0-9]+:[A-Z0-9]+$/, 'a canonical symbol such as "BTC/USDT:USDT"'),
    z.strictObject({ enabled: z.boolean().default(true), overrides: overrides.prefault({}) }),
  ).default({}),
  regime: regimeConfig.prefault({}),
  router: routerConfig.prefault({}),
  strategies: strategiesConfig.prefault({}),
  risk: riskConfig.prefault({}),
  execution: executionConfig.prefault({}),
  exits: exitConfig.prefault({}),
}).superRefine((system, ctx) => {
  const fault = (path: (string | number)[], message: string) =>
    ctx.addIssue({ code: "custom", path, message });
  const { ALL: alone } = system.router;
  if (alone !== undefined) {
    if (system.strategies[alone] === undefined) {
      fault(["strategies", alone], `is needed, as router.ALL names it; {} gives its defaults`);
    }
    return checkOverrides(system, fault);
  }
  if (system.min_bars < LEAST_ROUTED_BARS) {
    fault(["min_bars"], `must be at least ${LEAST_ROUTED_BARS}: current value is ${system.min_bars}`);
  }
  const { trend, setup, entry } = system.timeframes;
  const ms = (tf: Timeframe) => timeframeMs(tf);
  if (!(ms(entry) < ms(setup) && ms(setup) < ms(trend))) {
    fault(["timeframes"], "entry must be shorter than setup, and setup shorter than trend");
  } else if (ms(setup) % ms(entry) !== 0 || ms(trend) % ms(setup) !== 0) {
    fault(["timeframes"], "each timeframe must be a multiple of the next shorter one");
  }
  checkOverrides(system, fault);
});

function checkOverrides(
  system: Pick<SystemConfig, keyof typeof PARTS | "symbols">,
  fault: (path: (string | number)[], message: string) => void,
): void {
  for (const [symbol, own] of Object.entries(system.symbols)) {
    const parts = symbolParts(system, own.overrides);
    if (parts.ok) continue;
    for (const issue of parts.error) fault(["symbols", symbol, "overrides", ...issue.path], issue.message);
  }
}

/** A system's configuration, defaults filled in. */
export type SystemConfig = z.infer<typeof systemConfig>;

/** What a symbol may have of its own. */
type Parts = Pick<SymbolSpec, "regime" | "strategies" | "exits">;
type Fault = { readonly path: (string | number)[]; readonly message: string };

const PARTS = { regime: regimeConfig, strategies: strategiesConfig, exits: exitConfig } as const;

/** The system's parts with one symbol's own values merged over them, validated again as a whole. */
export function symbolParts(
  system: Pick<SystemConfig, keyof typeof PARTS>,
  own: z.infer<typeof overrides>,
): Result<Parts, Fault[]> {
  const faults: Fault[] = [];
  const parts: Record<string, unknown> = {};
  for (const name of Object.keys(PARTS) as (keyof typeof PARTS)[]) {
    const parsed = PARTS[name].safeParse(merge(system[name], own[name] ?? {}));
    if (parsed.success) parts[name] = parsed.data;
    else {faults.push(
        ...parsed.error.issues.map((i) => ({ path: [name, ...i.path as string[]], message: i.message })),
      );}
  }
  return faults.length > 0 ? err(faults) : ok(parts as unknown as Parts);
}

function merge(base: unknown, over: unknown): unknown {
  if (typeof base !== "object" || base === null || typeof over !== "object" || over === null) return over;
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) out[key] = merge(out[key], value);
  return out;
}
