import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { callConfig, executionConfig, exitConfig } from "./schema.ts";

type Schema = typeof callConfig | typeof executionConfig | typeof exitConfig;

/** "path: message" of everything refused. */
function faults(schema: Schema, config: unknown): string[] {
  const parsed = schema.safeParse(config);
  return parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
}

Deno.test("executionConfig enters at market by default, and a limit entry has one retry", () => {
  deepStrictEqual(executionConfig.parse({}), {
    entry_type: "market",
    entry_ttl_minutes: 30,
    entry_retries: 1,
    slippage_bound_bps: 10,
    stop_type: "stop_market",
    target_type: "take_profit_market",
  });
});

Deno.test("callConfig waits 5 s for an answer, 2 s where a position needs it", () => {
  deepStrictEqual(callConfig.parse({}), {
    call_deadline_ms: 5000,
    protective_deadline_ms: 2000,
    ambiguity_ms: 1000,
    again_min_ms: 500,
    again_max_ms: 30_000,
    decision_deadline_ms: 2000,
  });
});

Deno.test("exitConfig has every policy off by default", () => {
  deepStrictEqual(exitConfig.parse({}), {
    break_even: { enabled: false, after_r: 1, offset_bps: 10 },
    trailing: { mode: "off", atr_multiple: 3, distance_pct: 2, activate_r: 0 },
    time_out_bars: 0,
    regime_flip: false,
  });
});

Deno.test("exitConfig fills in the rest of a part that is given", () => {
  const { break_even, trailing } = exitConfig.parse({
    break_even: { enabled: true },
    trailing: { mode: "atr" },
  });
  deepStrictEqual(break_even, { enabled: true, after_r: 1, offset_bps: 10 });
  deepStrictEqual(trailing, { mode: "atr", atr_multiple: 3, distance_pct: 2, activate_r: 0 });
});

Deno.test("executionConfig and exitConfig refuse unknown keys at every depth", () => {
  const table: readonly [Schema, unknown, string[]][] = [
    [executionConfig, { ttl: 1 }, [': Unrecognized key: "ttl"']],
    [exitConfig, { trail: {} }, [': Unrecognized key: "trail"']],
    [exitConfig, { break_even: { on: true } }, ['break_even: Unrecognized key: "on"']],
    [exitConfig, { trailing: { multiple: 2 } }, ['trailing: Unrecognized key: "multiple"']],
  ];
  for (const [schema, config, want] of table) deepStrictEqual(faults(schema, config), want);
});

Deno.test("executionConfig and exitConfig refuse unsafe values, naming the key", () => {
  const table: readonly [Schema, string, unknown][] = [
    [executionConfig, "entry_type", { entry_type: "stop" }],
    [executionConfig, "entry_ttl_minutes", { entry_ttl_minutes: 0 }],
    [executionConfig, "entry_ttl_minutes", { entry_ttl_minutes: 1441 }],
    [executionConfig, "entry_retries", { entry_retries: 2 }],
    [executionConfig, "entry_retries", { entry_retries: 0.5 }],
    [executionConfig, "slippage_bound_bps", { slippage_bound_bps: -1 }],
    [executionConfig, "slippage_bound_bps", { slippage_bound_bps: 501 }],
    [executionConfig, "stop_type", { stop_type: "stop_limit" }],
    [executionConfig, "target_type", { target_type: "market" }],
    [callConfig, "call_deadline_ms", { call_deadline_ms: 99 }],
    [callConfig, "protective_deadline_ms", { protective_deadline_ms: 60_001 }],
    [callConfig, "ambiguity_ms", { ambiguity_ms: -1 }],
    [callConfig, "again_min_ms", { again_min_ms: 0.5 }],
    [callConfig, "decision_deadline_ms", { decision_deadline_ms: 9 }],
    [callConfig, "again_max_ms", { again_min_ms: 60_000, again_max_ms: 50_000 }],
    [exitConfig, "break_even.after_r", { break_even: { after_r: 0 } }],
    [exitConfig, "break_even.offset_bps", { break_even: { offset_bps: -1 } }],
    [exitConfig, "trailing.mode", { trailing: { mode: "swing" } }],
    [exitConfig, "trailing.atr_multiple", { trailing: { atr_multiple: 0 } }],
    [exitConfig, "trailing.distance_pct", { trailing: { distance_pct: 51 } }],
    [exitConfig, "trailing.distance_pct", { trailing: { distance_pct: 0 } }],
    [exitConfig, "trailing.activate_r", { trailing: { activate_r: -0.1 } }],
    [exitConfig, "time_out_bars", { time_out_bars: 1.5 }],
    [exitConfig, "time_out_bars", { time_out_bars: -1 }],
    [exitConfig, "regime_flip", { regime_flip: "yes" }],
  ];
  for (const [schema, path, config] of table) {
    const found = faults(schema, config);
    strictEqual(found.length === 1 && found[0].startsWith(`${path}: `), true, `${path}: ${found}`);
  }
});
