import assert from "node:assert/strict";
import type { VenueName } from "../port.ts";
import { BAR_MS } from "./loopback_market_fixture.ts";
import { assertExact, SYMBOLS, withFeed } from "./loopback_run_fixture.ts";
import { HAS_NET } from "./loopback_server_fixture.ts";

async function tellsHistoryThenNews(venue: VenueName): Promise<void> {
  await withFeed(venue, {}, () => {}, async (run) => {
    await run.until("history", () => run.candles.length >= 900);
    await run.bars(3);
    const count = assertExact(run);
    assert.ok(count >= 2 * 452, `${count} candles`);
    const newestMs = Math.max(...run.candles.map(({ openMs }) => openMs));
    assert.ok(newestMs + BAR_MS <= run.market.nowMs(), "the open candle is not told");
    assert.ok(Math.abs(run.offsets[0] - 31_000) < 2_000, `offset ${run.offsets[0]}`);
    await run.until("live", () => run.health.at(-1)?.why === "over the socket");
    assert.ok(
      SYMBOLS.every((symbol) => run.funding.some((it) => it.symbol === symbol && it.mark === 20001.5)),
    );
    assert.deepEqual([run.missed, run.corrections], [[], []]);
  });
}

Deno.test({
  name: `createCandleFeed() tells history and then new candles, on both venues${
    HAS_NET ? "" : " (needs --allow-net=127.0.0.1)"
  }`,
  ignore: !HAS_NET,
  fn: async () => void (await Promise.all((["binance", "kucoin"] as const).map(tellsHistoryThenNews))),
});
