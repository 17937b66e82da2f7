import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { loadConfig, originOf } from "./load.ts";
import { faultsOf, load, SHIPPED } from "./shipped_fixture.ts";

const BTC = "BTC/USDT:USDT";

/** YAML of a layer over the shipped files, and each fault it must give: how it begins and who is named. */
const WRONG: readonly (readonly [name: string, yaml: string, ...faults: RegExp[]])[] = [
  [
    "an unknown section",
    "sytem: {}",
    /^sytem: unknown key \(from my\.yaml\); remove it or see `config schema`/,
  ],
  ["an unknown key", "account: { blance: 1 }", /^account\.blance: unknown key \(from my\.yaml\)/],
  [
    "unknown keys deep down",
    "system: { strategies: { trend_pullback: { rsi: 1, foo: { bar: 2 } } } }",
    /^system\.strategies\.trend_pullback\.rsi: unknown key \(from my\.yaml\)/,
    /^system\.strategies\.trend_pullback\.foo: unknown key/,
  ],
  [
    "an unknown part of a symbol's overrides",
    `system: { symbols: { ${BTC}: { overrides: { risk: { leverage: 1 } } } } }`,
    /^system\.symbols\.BTC\/USDT:USDT\.overrides\.risk: unknown key \(from my\.yaml\)/,
  ],
  [
    "an unknown key in a symbol's overrides",
    `system: { symbols: { ${BTC}: { overrides: { exits: { breakeven: 1 } } } } }`,
    /^system\.symbols\.BTC\/USDT:USDT\.overrides\.exits: Unrecognized key: "breakeven" \(from my\.yaml\)/,
  ],
  [
    "a symbol's overrides that clash with the system's values",
    `system: { symbols: { ${BTC}: { overrides: { regime: { adx_trend: 20 } } } } }`,
    /^system\.symbols\.BTC\/USDT:USDT\.overrides\.regime\.adx_trend: .*above adx_range.*20 and 20 \(from my\.yaml\)/,
  ],
  [
    "a symbol that is not canonical",
    "system: { symbols: { BTCUSDT: {} } }",
    /^system\.symbols\.BTCUSDT: not a valid key: a canonical symbol such as "BTC\/USDT:USDT" \(from my\.yaml\)/,
  ],
  [
    "text for a number",
    "account: { balance: lots }",
    /^account\.balance: .*expected number.*\(from my\.yaml\)/,
  ],
  ["a number for true or false", "records: { trade_log: 1 }", /^records\.trade_log: .*expected boolean/],
  [
    "a fraction for a count",
    "feed: { simulated: { bars: 100.5 } }",
    /^feed\.simulated\.bars: 0 \(without end\) or 24 to 200000 is needed/,
  ],
  [
    "a list as a seed",
    "feed: { simulated: { seed: [1] } }",
    /^feed\.simulated\.seed: a text or a whole number/,
  ],
  [
    "a value for a section",
    "system: { risk: 5 }",
    /^system\.risk: a section is needed, found 5 \(from my\.yaml\)/,
  ],
  [
    "an empty section",
    "system:\n  risk:\n",
    /^system\.risk: a section is needed, found null \(from my\.yaml\)/,
  ],
  ["too small a number", "feed: { simulated: { bars: 23 } }", /^feed\.simulated\.bars: .*>=24/],
  ["too large a number", "simulator: { slippage_bps: 1001 }", /^simulator\.slippage_bps: .*<=1000/],
  ["a negative balance", "account: { balance: -1 }", /^account\.balance: .*>0/],
  ["an unknown mode", "mode: live", /^mode: only "paper" exists so far.*\(from my\.yaml\)/],
  [
    "an unknown strategy",
    "system: { router: { TREND: moon } }",
    /^system\.router\.TREND: .*trend_pullback.*\(from my\.yaml\)/,
  ],
  [
    "an unknown timeframe",
    "system: { timeframes: { entry: 3h } }",
    /^system\.timeframes\.entry: .*"1h".*my\.yaml/,
  ],
  [
    "more leverage than allowed",
    "system: { risk: { leverage: 3 } }",
    /^system\.risk\.leverage: must not exceed max_leverage \(2\) \(from my\.yaml\)/,
  ],
  [
    "more risk a trade than in all",
    "system: { risk: { risk_per_trade_pct: 3 } }",
    /^system\.risk\.risk_per_trade_pct: must not exceed max_total_open_risk_pct \(2\)/,
  ],
  [
    "loss stops that decrease",
    "system: { risk: { daily_stop_pct: 6, monthly_stop_pct: 4 } }",
    /^system\.risk\.daily_stop_pct: must not exceed weekly_stop_pct \(5\) \(from my\.yaml\)/,
    /^system\.risk\.weekly_stop_pct: must not exceed monthly_stop_pct \(4\) \(from config\/systems/,
  ],
  [
    "a bar that is both a trend and a range",
    "system: { regime: { adx_range: 25 } }",
    /^system\.regime\.adx_trend: adx_trend must be above adx_range: current values are 25 and 25/,
  ],
  [
    "timeframes out of order",
    "system: { timeframes: { setup: 1h } }",
    /^system\.timeframes: entry must be shorter than setup.*\(from my\.yaml\)/,
  ],
  ["a key twice", "mode: paper\nmode: paper", /^my\.yaml: not valid YAML: Map keys must be unique at line 2/],
  ["a list of settings", "- mode: paper", /^my\.yaml: a mapping of sections is needed, found a list/],
  ["a lone value", "paper", /^my\.yaml: a mapping of sections is needed, found string/],
  ["broken YAML", "account: [1\nmode: paper", /^my\.yaml: not valid YAML: .* at line 2, column 1/],
  ["an alias within its anchor", "account: &a { balance: *a }", /^my\.yaml: not valid YAML: .*circular/],
  ["two documents", "mode: paper\n---\nmode: paper", /^my\.yaml: not valid YAML: .*multiple documents/],
];

for (const [name, yaml, ...patterns] of WRONG) {
  Deno.test(`loadConfig() refuses ${name}, with path and origin`, () => {
    const faults = faultsOf(yaml);
    strictEqual(faults.length, patterns.length, faults.join("\n"));
    patterns.forEach((pattern, i) => match(faults[i]!, pattern));
  });
}

Deno.test("loadConfig() tells all faults of all layers at once, each with its own origin", () => {
  const faults = faultsOf(
    "account: { balance: -1, extra: 1 }\nsystem: { exits: { trailing: { mode: on } } }",
    {
      env: { BULKHEAD_FOO: "1", BULKHEAD_SYSTEM__RISK__LEVERAGE: "9" },
      flags: { store: { path: "" } },
    },
  );
  const expected = [
    /^account\.balance: .*\(from my\.yaml\)/,
    /^account\.extra: unknown key \(from my\.yaml\)/,
    /^store\.path: .*\(from command line\)/,
    /^system\.risk\.leverage: .*\(from environment BULKHEAD_SYSTEM__RISK__LEVERAGE\)/,
    /^system\.exits\.trailing\.mode: .*\(from my\.yaml\)/,
    /^foo: unknown key \(from environment BULKHEAD_FOO\)/,
  ];
  strictEqual(faults.length, expected.length, faults.join("\n"));
  for (const pattern of expected) {
    ok(faults.some((fault) => pattern.test(fault)), `${pattern} in\n${faults.join("\n")}`);
  }
});

Deno.test("loadConfig() names every file that cannot be read as YAML", () => {
  const bad = ["a.yaml", "b.yaml"].map((name) => ({ name, text: "[" }));
  const loaded = loadConfig({ files: [...SHIPPED, ...bad], env: { BULKHEAD_A: "{" }, flags: {} });
  deepStrictEqual(
    !loaded.ok && loaded.error.map((fault) => fault.split(":")[0]),
    ["a.yaml", "b.yaml", "environment BULKHEAD_A"],
  );
});

Deno.test("loadConfig() says what is missing and in which file it was looked for", () => {
  const files = [SHIPPED[0]!, { name: "own-system.yaml", text: "system: { tag: RR }" }];
  deepStrictEqual(loadConfig({ files, env: {}, flags: {} }), {
    ok: false,
    error: ["system.id: is missing, expected string (from own-system.yaml)"],
  });
});

Deno.test("loadConfig() ranks default < system < --config < environment < flags, and tells the origins", () => {
  const path = "account.balance";
  const file = (name: string, balance: number) => ({ name, text: `account: { balance: ${balance} }` });
  const system = { name: "system", text: `${SHIPPED[1]!.text}\naccount: { balance: 2 }` };
  const env = { BULKHEAD_ACCOUNT__BALANCE: "5" };
  const all = [file("default", 1), system, file("first", 3), file("second", 4)];
  const steps = [
    [[all[0], SHIPPED[1]], {}, {}, 1, "default"],
    [all.slice(0, 2), {}, {}, 2, "system"],
    [all.slice(0, 3), {}, {}, 3, "first"],
    [all, {}, {}, 4, "second"],
    [all, env, {}, 5, "environment BULKHEAD_ACCOUNT__BALANCE"],
    [all, env, { account: { balance: 6 } }, 6, "command line"],
  ] as const;
  for (const [files, environment, flags, balance, origin] of steps) {
    const loaded = loadConfig({ files: files.map((f) => f!), env: environment, flags });
    if (!loaded.ok) throw new Error(loaded.error.join("\n"));
    strictEqual(loaded.value.config.account.balance, balance);
    strictEqual(originOf(path, loaded.value.origins), origin);
  }
});

Deno.test("originOf() says defaults for what nobody wrote, though its section was written", () => {
  const files = [{ name: "least", text: "system: { id: regime-router, tag: RR, risk: { leverage: 1 } }" }];
  const loaded = loadConfig({ files, env: {}, flags: {} });
  const origins = loaded.ok ? loaded.value.origins : new Map();
  strictEqual(originOf("system.risk.leverage", origins), "least");
  strictEqual(originOf("system.risk.max_leverage", origins), "defaults");
});

Deno.test("loadConfig() reads numbers, true and null from the environment as YAML does", () => {
  const env = {
    BULKHEAD_RECORDS__TRADE_LOG: "false",
    BULKHEAD_SYSTEM__RISK__LEVERAGE: "1",
    BULKHEAD_FEED__SIMULATED__SEED: "autumn",
  };
  const { config } = load("", { env });
  deepStrictEqual(
    [config.records.trade_log, config.system.risk.leverage, config.feed.simulated.seed],
    [false, 1, "autumn"],
  );
});
