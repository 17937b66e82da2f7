import type { SymbolSpec } from "./symbol/spec.ts";

/** Values of knobs by path. */
export type Knobs = Readonly<Record<string, number>>;

/** Path of the one knob of risk, as in the YAML. */
export const RISK_KNOB = "system.risk.risk_per_trade_pct";

/** Strategies whose stop has a knob. */
export const STOP_STRATEGIES = ["trend_pullback", "range_reversion", "squeeze_breakout"] as const;

/** Path of the ATR share in a strategy's stop. */
export const stopKnob = (strategy: string): string => `system.strategies.${strategy}.stop_buffer_atr`;

/** A symbol's own values, of a system's configuration. */
interface Overridden {
  readonly overrides: { readonly strategies?: Readonly<Record<string, unknown>> | undefined };
}

/** Knobs that a symbol has a value of its own for, in its overrides. */
export function ownKnobs(symbols: Readonly<Record<string, Overridden>>, symbol: string): string[] {
  const own = symbols[symbol]?.overrides.strategies ?? {};
  const hasOwn = (name: string) => Object.hasOwn((own[name] ?? {}) as object, "stop_buffer_atr");
  return STOP_STRATEGIES.filter(hasOwn).map(stopKnob);
}

/** A symbol's spec with the values that hold now; what its overrides say goes before them. */
export function specWith(spec: SymbolSpec, knobs: Knobs): SymbolSpec {
  let { strategies } = spec;
  for (const name of STOP_STRATEGIES) {
    const path = stopKnob(name), value = knobs[path];
    if (value === undefined || spec.ownKnobs.includes(path)) continue;
    strategies = { ...strategies, [name]: { ...strategies[name], stop_buffer_atr: value } };
  }
  return strategies === spec.strategies ? spec : { ...spec, strategies };
}
