import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ExchangeSpec } from "./exchange_state.ts";
import { exchangeOptions, simulatorConfig, simulatorIdentity } from "./schema.ts";
import { tapeOf } from "./exchange_fixture.ts";

const tape = tapeOf([[1000, 1001, 999, 1000]]);

Deno.test("simulatorConfig without a word is the exchange without options", () => {
  const spec = ExchangeSpec.create({ tape, ...exchangeOptions(simulatorConfig.parse({})) });
  deepStrictEqual(spec, ExchangeSpec.create({ tape }));
  strictEqual(spec.tape, tape);
});

Deno.test("exchangeOptions() turns every switch", () => {
  const config = simulatorConfig.parse({
    ...{ slippage_bps: 3, volume_share_pct: 20, fees: { maker_bps: -0.5, taker_bps: 3.25 }, funding: "off" },
    ...{ liquidation: "off", latency_ms: 250, partial_fills: "off", intrabar: "finer" },
    slippage: { model: "spread", spread_bps: 4, spreads: { "TEST/USDT:USDT": 1 } },
  });
  const { tape: { symbols: [{ instrument }] }, ...spec } = ExchangeSpec.create({
    tape,
    ...exchangeOptions(config),
  });
  deepStrictEqual([instrument.makerRateE8, instrument.takerRateE8], [-5000n, 32_500n]);
  deepStrictEqual(spec, {
    ...{ slippageBps: 3, volumeSharePct: 20, hasFunding: false, hasLiquidation: false, latencyMs: 250 },
    ...{ hasPartialFills: false, intrabar: "finer" },
    slippage: { model: "spread", spreadBps: 4, symbols: { "TEST/USDT:USDT": 1 } },
  });
  const impact = simulatorConfig.parse({ slippage: { model: "impact", impact_bps: 80 } });
  deepStrictEqual(exchangeOptions(impact).slippage, { model: "impact", coefficientBps: 80, exponent: 0.5 });
});

Deno.test("simulatorIdentity() tells the two old keys, and of the others what is not at its default", () => {
  const identity = (config: unknown) => simulatorIdentity(simulatorConfig.parse(config));
  deepStrictEqual(identity({}), { slippage_bps: 2, volume_share_pct: 10 });
  deepStrictEqual(identity({ slippage_bps: 1, latency_ms: 0, fees: "on" }), {
    slippage_bps: 1,
    volume_share_pct: 10,
  });
  // a key of a model that is not chosen changes no result
  deepStrictEqual(identity({ slippage: { impact_bps: 5 } }), { slippage_bps: 2, volume_share_pct: 10 });
  const changes = [
    { fees: "off" },
    { fees: { maker_bps: 1, taker_bps: 2 } },
    { slippage: { model: "spread" } },
    { slippage: { model: "impact" } },
    { funding: "off" },
    { liquidation: "off" },
    { latency_ms: 1 },
    { partial_fills: "off" },
    { intrabar: "nearest" },
    { intrabar: "finer" },
  ];
  const texts = new Set([{}, ...changes].map((change) => JSON.stringify(identity(change))));
  strictEqual(texts.size, changes.length + 1);
});

Deno.test("simulatorConfig refuses what no exchange can be", () => {
  const wrong = [
    { fees: true },
    { fees: { maker_bps: 1 } },
    { slippage: { model: "random" } },
    { slippage: { spread: 1 } },
    { latency_ms: -1 },
    { latency_ms: 0.5 },
    { funding: "maybe" },
    { intrabar: "best" },
    { delay: 1 },
  ];
  for (const config of wrong) ok(!simulatorConfig.safeParse(config).success, JSON.stringify(config));
});

Deno.test("ExchangeSpec.create() throws on switches no exchange can have", () => {
  const wrong = [
    { latencyMs: -1 },
    { latencyMs: 1.5 },
    { fees: { makerBps: 0, takerBps: 10_000 } },
    { slippage: { model: "spread", spreadBps: -1, symbols: {} } },
    { slippage: { model: "spread", spreadBps: 1, symbols: { A: NaN } } },
    { slippage: { model: "impact", coefficientBps: -1, exponent: 1 } },
    { slippage: { model: "impact", coefficientBps: 1, exponent: 0 } },
  ] as const;
  for (const options of wrong) {
    throws(() => ExchangeSpec.create({ tape, ...options }), /Cannot create an exchange/);
  }
});
