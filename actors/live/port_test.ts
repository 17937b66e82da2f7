import assert from "node:assert/strict";
import type { FeedDeps, FeedOptions } from "../../lib/venues/mod.ts";
import { A } from "../session_fixture.ts";
import type { LiveArgs } from "./messages.ts";
import { livePort } from "./port.ts";

const MIN = 60_000, HOUR = 60 * MIN, EIGHT_HOURS = 8 * HOUR, T0 = Date.UTC(2026, 0, 1, 8);

/** For tests: feeds that say what they are told to. */
async function opened() {
  const feeds: { options: FeedOptions; deps: FeedDeps; isStarted: boolean }[] = [];
  const notes: unknown[] = [];
  const follow = (timeframe: "1m" | "1h") => ({ venue: "kucoin", timeframe }) as FeedOptions;
  const args: LiveArgs = { feeds: [follow("1m"), follow("1h")], fundingIntervalMs: { [A]: EIGHT_HOURS } };
  const port = livePort(args, (options, deps) => {
    const feed = { options, deps, isStarted: false };
    feeds.push(feed);
    return { start: () => Promise.resolve(void (feed.isStarted = true)), stop: () => Promise.resolve() };
  });
  await port.open!({ note: (note) => void notes.push(note), onTold: () => {} });
  return { port, notes, minutes: feeds[0], hours: feeds[1] };
}

const candle = (openMs: number) => ({ symbol: A, openMs, open: 1, high: 3, low: 0.5, close: 2, volume: 7 });

Deno.test("live port tells candles with their length, and the rate that was settled at their end", async () => {
  const { notes, minutes, hours } = await opened();
  assert.deepEqual([minutes.isStarted, hours.isStarted], [true, true]);
  // KuCoin does not say when
  minutes.deps.onFunding!({ symbol: A, rate: 0.0002, settlesMs: null, mark: null, atMs: T0 - 30_000 });
  minutes.deps.onFunding!({ symbol: A, rate: null, settlesMs: null, mark: 2, atMs: T0 - 20_000 });
  minutes.deps.onFunding!({ symbol: A, rate: 0.0009, settlesMs: null, mark: null, atMs: T0 + 100 });
  minutes.deps.onCandles([candle(T0 - 2 * MIN), candle(T0 - MIN)]);
  hours.deps.onCandles([candle(T0)]);
  assert.deepEqual(notes, [
    {
      ...{ kind: "CandlesTold", lengthMs: MIN },
      candles: [
        { ...candle(T0 - 2 * MIN), fundingRate: NaN },
        { ...candle(T0 - MIN), fundingRate: 0.0002 },
      ],
    },
    { kind: "CandlesTold", lengthMs: HOUR, candles: [{ ...candle(T0), fundingRate: NaN }] },
  ]);
});

Deno.test("live port tells people how its feed goes", async () => {
  const { notes, minutes: { deps } } = await opened();
  deps.onHealth({ health: "silent", why: "nothing for 15 s", atMs: T0 });
  deps.onMissed({ symbol: A, fromMs: T0, toMs: T0 + MIN, missing: 1, isSkipped: true, why: "none" });
  deps.onCorrection({ before: candle(T0), after: candle(T0) });
  for (const offsetMs of [499, -501]) deps.onClock!({ offsetMs, roundTripMs: 10 });
  const texts = notes.map((note) => {
    const { kind, venue, health, missing, openMs, offsetMs } = note as Record<string, unknown>;
    return [kind, venue, health, missing, openMs, offsetMs].filter((it) => it !== undefined).join(" ");
  });
  assert.deepEqual(texts, [
    "FeedHealthChanged kucoin 1m silent",
    "CandlesMissing 1",
    `CandleCorrected ${T0}`,
    "ClockSkewed kucoin -501",
  ]);
});

Deno.test("live port answers nobody", async () => {
  const { port } = await opened();
  await assert.rejects(
    port.perform({ kind: "Hello" }, {} as never),
    /Cannot answer Hello: nobody sends to the live feed/,
  );
});
