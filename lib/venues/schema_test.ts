import assert from "node:assert/strict";
import { candleFeedConfig, feedOptions } from "./schema.ts";

Deno.test("candleFeedConfig has a default for everything", () => {
  const options = feedOptions(candleFeedConfig.parse({}), {
    ...{ symbols: ["BTC/USDT:USDT"], timeframe: "1h", historyBars: 500 },
  });
  assert.deepEqual([options.venue, options.transport, options.origin], ["binance", "socket", null]);
  assert.ok(Object.values(options).every((it) => it !== undefined));
});

Deno.test("candleFeedConfig refuses what it does not know, and bounds that contradict", () => {
  const faults = (value: unknown) =>
    candleFeedConfig.safeParse(value).error?.issues.map(({ path }) => path.join("."));
  assert.deepEqual(faults({ venue: "okx" }), ["venue"]);
  assert.deepEqual(faults({ stale_after_ms: 10 }), ["stale_after_ms"]);
  assert.deepEqual(faults({ retry_first_ms: 50_000, retry_max_ms: 30_000 }), ["retry_first_ms"]);
  assert.deepEqual(faults({ origin: "file:///etc" }), ["origin"]);
  assert.equal(candleFeedConfig.safeParse({ apiKey: "x" }).success, false);
});

Deno.test("feedOptions() takes an origin without its slash", () => {
  const config = candleFeedConfig.parse({ origin: "http://127.0.0.1:8080/" });
  assert.equal(
    feedOptions(config, { symbols: [], timeframe: "1m", historyBars: 1 }).origin,
    "http://127.0.0.1:8080",
  );
});
