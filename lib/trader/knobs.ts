import { canonicalJson, err, ok, type Result, sha256Hex } from "../core/mod.ts";
import { type Knobs, RISK_KNOB, STOP_STRATEGIES, stopKnob } from "./knob_paths.ts";
import { type SystemConfig, systemConfig } from "./schema.ts";

/** A value that may be changed while the run goes on. */
export interface Knob {
  /** As in the YAML, dotted. */
  readonly path: string;
  readonly label: string;
  readonly value: number;
  /** Both may be set. */
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** A hundredth of a percent: less risk than that buys nothing anywhere. */
const LEAST_RISK_PCT = 0.01;
const MOST_RISK_PCT = 5;
const MOST_STOP_BUFFER_ATR = 10;

/**
 * The knobs of a run, with the values it starts with: the risk of a trade, and the ATR share of the stop of each strategy
 * that is on. Nothing else may be changed while it runs (G3).
 */
export function knobsOf(system: SystemConfig): Knob[] {
  const { risk, strategies } = system;
  const most = Math.min(MOST_RISK_PCT, risk.max_total_open_risk_pct);
  const value = risk.risk_per_trade_pct;
  const least = Math.min(LEAST_RISK_PCT, value);
  const knobs: Knob[] = [
    { path: RISK_KNOB, label: "Risk per trade", value, min: least, max: most, unit: "% of equity" },
  ];
  for (const name of STOP_STRATEGIES) {
    const { enabled, stop_buffer_atr } = strategies[name];
    if (!enabled) continue;
    knobs.push({
      path: stopKnob(name),
      label: `Stop buffer of ${name.replaceAll("_", " ")}`,
      value: stop_buffer_atr,
      ...{ min: 0, max: MOST_STOP_BUFFER_ATR, unit: "x ATR" },
    });
  }
  return knobs;
}

/** The values of knobs. */
export const valuesOf = (knobs: readonly Knob[]): Knobs =>
  Object.fromEntries(knobs.map(({ path, value }) => [path, value]));

/** Names a configuration: how many were made before it in this run, and eight hex digits of what it holds. */
export const knobVersion = (count: number, knobs: Knobs): string =>
  `${count}-${sha256Hex(canonicalJson(knobs)).slice(0, 8)}`;

/**
 * The values that hold once a patch is applied to `now`, or why it may not be: a path that is no knob, a value out of its
 * bounds, or one that the system's schema does not take beside the others.
 */
export function patched(system: SystemConfig, now: Knobs, patch: Knobs): Result<Knobs, string> {
  const knobs = knobsOf(system);
  const faults: string[] = [];
  for (const [path, value] of Object.entries(patch)) {
    const knob = knobs.find((it) => it.path === path);
    if (knob === undefined) {
      faults.push(`${path} is no knob of this run: use ${knobs.map((it) => it.path).join(", ")}`);
    } else if (!(value >= knob.min && value <= knob.max)) {
      faults.push(`${path} must be ${knob.min} to ${knob.max} ${knob.unit}: current value is ${value}`);
    }
  }
  const next = { ...now, ...patch };
  if (faults.length === 0) faults.push(...faultsOf(system, next));
  if (faults.length > 0) return err(faults.join("; "));
  const changes = Object.keys(next).filter((path) => next[path] !== now[path]);
  return changes.length === 0 ? err("nothing would change: all values hold already") : ok(next);
}

/** What the schema of the YAML says against a system with these values. */
function faultsOf(system: SystemConfig, knobs: Knobs): string[] {
  const changed = structuredClone(system) as unknown as Record<string, unknown>;
  for (const [path, value] of Object.entries(knobs)) {
    const keys = path.split(".").slice(1);
    const last = keys.pop()!;
    let section = changed;
    for (const key of keys) section = section[key] as Record<string, unknown>;
    section[last] = value;
  }
  const parsed = systemConfig.safeParse(changed);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `system.${path.join(".")}: ${message}`);
}
