import assert from "node:assert/strict";
import type { VenueName } from "../port.ts";
import { BAR_MS } from "./loopback_market_fixture.ts";
import { assertExact, type Run, SYMBOLS, withFeed } from "./loopback_run_fixture.ts";
import { HAS_NET, type LoopbackVenue } from "./loopback_server_fixture.ts";

const VENUES: readonly VenueName[] = ["binance", "kucoin"];
const BTC = SYMBOLS[0];
const nothing = (_: LoopbackVenue): void => {};

/** One test on both venues at once, for most of it is waiting. */
function feedTest(name: string, fn: (venue: VenueName) => Promise<void>): void {
  const title = `createCandleFeed() ${name}${HAS_NET ? "" : " (needs --allow-net=127.0.0.1)"}`;
  Deno.test({ name: title, ignore: !HAS_NET, fn: async () => void (await Promise.all(VENUES.map(fn))) });
}

const live = (run: Run) =>
  run.until("live over the socket", () => run.health.at(-1)?.why === "over the socket");
const heard = ({ health }: Run): string[] => health.map((it) => it.health);

feedTest(
  "notices a socket that is open and silent, or a line that is dead, and fills in what it missed",
  async (name) => {
    await withFeed(name, { historyBars: 10 }, nothing, async (run) => {
      await live(run);
      run.venue.script.isSilent = true;
      await run.until("silent", () => heard(run).includes("silent"));
      run.venue.script.isSilent = false;
      await live(run);
      run.venue.freeze();
      await run.until("silent again", () => heard(run).filter((it) => it === "silent").length === 2);
      await live(run);
      await run.bars(1);
      assertExact(run);
      const whys = run.health.filter(({ health }) => health === "silent").map(({ why }) => why);
      assert.deepEqual(whys, Array(2).fill("the socket said nothing for 15000 ms"));
      assert.deepEqual([run.missed, run.corrections], [[], []]);
    });
  },
);

feedTest("comes back after a close by the venue, and after its restart", async (name) => {
  await withFeed(name, { historyBars: 10 }, nothing, async (run) => {
    await live(run);
    run.venue.closeSockets(1001);
    await run.until("reconnecting", () => heard(run).includes("reconnecting"));
    await live(run);
    await run.venue.down();
    await run.time.pass(1.5 * BAR_MS);
    run.venue.up();
    await run.bars(1);
    await live(run);
    assertExact(run);
    assert.deepEqual(run.missed.filter(({ isSkipped }) => isSkipped), []);
  });
});

feedTest("takes dropped, doubled and disordered messages as if nothing were", async (name) => {
  let nth = 0;
  const withheld: unknown[] = [];
  const prepare = ({ script }: LoopbackVenue) => {
    script.deliver = (message, isOver) => {
      nth += 1;
      if (isOver && nth % 2 === 0) return [];
      if (nth % 3 === 0) return [message, message];
      if (nth % 5 !== 0) return [message, ...withheld.splice(0)];
      withheld.push(message);
      return [];
    };
  };
  await withFeed(name, { historyBars: 10 }, prepare, async (run) => {
    await live(run);
    await run.bars(3);
    assertExact(run);
    assert.ok(nth > 100, `${nth} messages`);
  });
});

/** Answers with which a venue says that it was asked too often, for 20 s of its time. */
const LIMITS: Record<VenueName, () => Response> = {
  binance: () =>
    Response.json({ code: -1003, msg: "Way too many requests" }, {
      status: 429,
      headers: { "retry-after": "20" },
    }),
  kucoin: () =>
    Response.json({ code: "429000", msg: "Too many requests" }, {
      headers: { "gw-ratelimit-reset": "20000" },
    }),
};

feedTest(
  "keeps silent as long as it is asked to, and gets over errors, stalled and broken answers",
  async (name) => {
    const stalled = () =>
      new Response(new ReadableStream({ start: (to) => to.enqueue(new Uint8Array([91])) }));
    const prepare = ({ script }: LoopbackVenue) => void script.candleAnswers.push(LIMITS[name]);
    await withFeed(name, { historyBars: 250, callMs: 20_000 }, prepare, async (run) => {
      const { asked, wire, script } = run.venue;
      await run.until("the first request", () => asked[wire.candlePath] === 1);
      await run.time.pass(15_000);
      assert.equal(asked[wire.candlePath], 1, "no request within the time asked for");
      await run.until("history", () => run.candles.length > 0);
      script.candleAnswers.push(
        () => new Response("<html>bad gateway</html>", { status: 502 }),
        stalled,
        () => new Response('{"half": ', { headers: { "content-type": "application/json" } }),
        () => Response.json([]),
      );
      await run.bars(2);
      await run.until("all answers were used", () => script.candleAnswers.length === 0 || name === "binance");
      assertExact(run);
      assert.deepEqual(run.missed.filter(({ isSkipped }) => isSkipped), []);
    });
  },
);

feedTest("says a correction and a hole, and changes nothing", async (name) => {
  let absentMs = 0;
  const prepare = ({ market }: LoopbackVenue) => {
    absentMs = market.openOf(market.nowMs()) - 5 * BAR_MS;
    market.absent.add(`${BTC} ${absentMs}`);
  };
  await withFeed(name, { historyBars: 10 }, prepare, async (run) => {
    await live(run);
    assert.deepEqual(run.missed, [{
      ...{ symbol: BTC, fromMs: absentMs, toMs: absentMs + BAR_MS, missing: 1, isSkipped: true },
      why: "the venue's history leaves these bars out",
    }]);
    const told = run.candles.filter(({ symbol }) => symbol === BTC).at(-1)!;
    run.market.corrected.set(`${BTC} ${told.openMs}`, told.close + 1);
    run.venue.closeSockets(1001);
    run.venue.script.refusesSockets = true;
    await run.bars(1);
    run.venue.script.refusesSockets = false;
    const [{ before, after }] = run.corrections;
    assert.deepEqual([before, after.openMs, after.close], [told, told.openMs, told.close + 1]);
    assert.equal(run.corrections.length, 1);
    assert.equal(run.candles.filter((it) => it.symbol === BTC && it.openMs === told.openMs).length, 1);
  });
});

feedTest("goes on over REST alone, where sockets fail or are not wanted", async (name) => {
  const refuse = ({ script }: LoopbackVenue) => void (script.refusesSockets = true);
  await withFeed(name, { historyBars: 10 }, refuse, async (run) => {
    await run.until(
      "fallback",
      () => run.health.at(-1)?.why.startsWith("over REST, for the socket") === true,
    );
    await run.bars(2);
    assertExact(run);
  });
  await withFeed(name, { historyBars: 10, transport: "rest" }, nothing, async (run) => {
    await run.bars(2);
    assertExact(run);
    assert.deepEqual(
      Object.keys(run.venue.asked).filter((it) => it.startsWith("socket") || it.includes("bullet")),
      [],
    );
  });
});

feedTest("refuses a symbol that the venue does not list, and a dated future", async (name) => {
  await withFeed(name, { symbols: ["BTC/USDT:USDT", "NOPE/USDT:USDT"] }, nothing, async (run) => {
    await run.until("failed", () => run.health.at(-1)?.health === "failed");
    assert.equal(run.health.at(-1)!.why, `Cannot follow NOPE/USDT:USDT on ${name}: it does not list it`);
    assert.equal(run.candles.length, 0);
  });
  if (name === "kucoin") return;
  await withFeed(name, { symbols: ["BTC/USDT:USDT-270326"] }, nothing, async (run) => {
    await run.until("failed", () => run.health.at(-1)?.health === "failed");
    assert.match(run.health.at(-1)!.why, /it is no linear perpetual$/);
  });
});

/** Deno reads nothing of /proc without every permission, so ls does. */
function openFiles(): number {
  const { stdout } = new Deno.Command("ls", { args: [`/proc/${Deno.pid}/fd`] }).outputSync();
  return new TextDecoder().decode(stdout).trim().split("\n").length;
}

Deno.test({
  name: "createCandleFeed() keeps no connection once the peers of its dead lines are gone",
  ignore: !HAS_NET || Deno.build.os !== "linux",
  async fn() {
    const round = () =>
      withFeed("binance", { historyBars: 2 }, nothing, async (run) => {
        await live(run);
        for (let i = 1; i <= 3; i++) {
          run.venue.freeze();
          await run.until("silent", () => heard(run).filter((it) => it === "silent").length === i);
          await live(run);
        }
      });
    const before = openFiles();
    for (let i = 0; i < 3; i++) await round();
    // a dead line is let go of when its peer is, here by the end of the venue; a few files are the package's own
    const most = before + 5;
    for (let i = 0; i < 250 && openFiles() > most; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok(openFiles() <= most, `${openFiles()} open files, ${before} before`);
  },
});
