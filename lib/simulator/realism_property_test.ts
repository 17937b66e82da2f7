import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { createHasher, decodeState, encodeState } from "../core/mod.ts";
import type { Fill } from "../domain/mod.ts";
import type { VenueEvent } from "../trader/mod.ts";
import { createMarketStep, Exchange } from "./exchange.ts";
import { type ExchangeOptions, ExchangeSpec, type ExchangeState } from "./exchange_state.ts";
import { START_MS } from "./exchange_fixture.ts";
import { commandOf, INITIAL, randomTape, SYMBOLS, type Wish, wish } from "./exchange_game_fixture.ts";
import type { IntrabarPath, SlippageModel } from "./realism.ts";
import { Tape } from "./tape.ts";

type Manners = Omit<ExchangeOptions, "tape">;

interface Played {
  readonly spec: ExchangeSpec;
  readonly state: ExchangeState;
  readonly events: readonly VenueEvent[];
  /** When orders were taken, by client id; the last of several of one id. */
  readonly takenMs: ReadonlyMap<string, number>;
}

/** Plays wishes; after the instant `breakAt` the state goes through its snapshot. Wishes are of prices without slippage. */
function play(
  seed: number,
  wishes: readonly Wish[],
  manners: Manners,
  breakAt = -1,
  wallet = INITIAL,
): Played {
  const spec = ExchangeSpec.create({ tape: randomTape(seed), ...manners });
  let state = Exchange.create(spec, { walletBalance: wallet });
  let market = createMarketStep(spec, state);
  const events: VenueEvent[] = [], takenMs = new Map<string, number>();
  for (const symbol of SYMBOLS) {
    market.handle({ kind: "ConfigureSymbol", symbol, leverage: 10 }, START_MS, events);
  }
  let at = 0;
  for (const instant of Tape.instants(spec.tape)) {
    market.advance(instant, events);
    for (const w of wishes) {
      if (w.at !== at) continue;
      const command = commandOf(spec, state, w);
      market.handle(command, instant.atMs, events);
      if (command.kind === "SubmitOrder" && events.at(-1)!.kind === "OrderAccepted") {
        takenMs.set(command.order.clientId, instant.atMs);
      }
    }
    if (at === breakAt) {
      state = decodeState(encodeState(state)) as ExchangeState;
      market = createMarketStep(spec, state);
    }
    at += 1;
  }
  return { spec, state, events, takenMs };
}

const fillsOf = (events: readonly VenueEvent[]): Fill[] =>
  events.flatMap((event) => event.kind === "OrderFilled" ? [event.fill] : []);

const manners = fc.record({
  fees: fc.constantFrom<NonNullable<Manners["fees"]>>("on", "off", { makerBps: -1, takerBps: 7 }),
  slippageBps: fc.constantFrom(0, 2, 50),
  slippage: fc.constantFrom<SlippageModel>(
    { model: "bps" },
    { model: "spread", spreadBps: 6, symbols: { [SYMBOLS[0]]: 30 } },
    { model: "impact", coefficientBps: 100, exponent: 0.5 },
  ),
  hasFunding: fc.boolean(),
  hasLiquidation: fc.boolean(),
  // within a third of an hour, beyond it, beyond a bar
  latencyMs: fc.constantFrom(0, 200, 1_500_000, 4_000_000),
  hasPartialFills: fc.boolean(),
  intrabar: fc.constantFrom<IntrabarPath>("pessimistic", "nearest"),
});

const wishes = fc.array(wish, { minLength: 60, maxLength: 160 });
const seen: Record<string, number> = {};
const count = (what: string) => seen[what] = (seen[what] ?? 0) + 1;

Deno.test("Exchange keeps its accounts under any switches, and what is off costs nothing", () => {
  fc.assert(
    fc.property(fc.record({ seed: fc.nat(), wishes, manners }), (game) => {
      const { spec, state, events } = play(game.seed, game.wishes, game.manners);
      let wallet = INITIAL;
      for (const event of events) {
        count(event.kind);
        if (event.kind === "OrderFilled") wallet += event.fill.realizedPnl - event.fill.fee;
        if (event.kind === "FundingSettled") wallet += event.amount;
        if (event.kind === "PositionLiquidated") wallet -= event.lost;
        if (event.kind === "FundingSettled") ok(spec.hasFunding);
        if (event.kind === "PositionLiquidated") ok(spec.hasLiquidation);
        if ("walletBalance" in event) strictEqual(event.walletBalance, wallet);
      }
      strictEqual(state.walletBalance, wallet, "wallet = initial + realised - fees + funding - lost");
      const fills = fillsOf(events);
      if (game.manners.fees === "off") ok(fills.every(({ fee }) => fee === 0n));
      if (!spec.hasPartialFills) {
        ok(events.every((it) => it.kind !== "OrderFilled" || it.complete || isReducing(events, it.fill)));
      }
      strictEqual(state.inFlight === undefined, spec.latencyMs === 0);
      const broken = play(game.seed, game.wishes, game.manners, 100);
      deepStrictEqual(broken.events, events, "a restored exchange goes on identically");
    }),
    { numRuns: 200, seed: 20_261_122 },
  );
  const least = { OrderFilled: 10_000, FundingSettled: 1000, PositionLiquidated: 500, OrderCancelled: 50 };
  for (const [what, times] of Object.entries(least)) ok(seen[what] >= times, `${what}: ${seen[what]}`);
});

/** An order that reduces ends with the position. */
const isReducing = (events: readonly VenueEvent[], { clientId }: Fill): boolean =>
  events.some((event) => event.kind === "OrderExpired" && event.clientId === clientId);

/** Plain orders of a rich account: whether one is taken does not hang on what others cost. */
const plain = wishes.map((list) =>
  list.map((w, i): Wish => ({
    ...w,
    kind: "order",
    flag: "",
    clientId: i,
    qtySteps: 1 + (w.qtySteps % 20) + 1,
  }))
);
const RICH = INITIAL * 1_000_000n;

/** Both runs' fills of the same order, in order. */
function pairs(a: Played, b: Played): [Fill, Fill][] {
  const of = (played: Played) =>
    Map.groupBy(fillsOf(played.events), ({ symbol, clientId }) => `${symbol} ${clientId}`);
  const others = of(b);
  return [...of(a)].flatMap(([id, fills]) =>
    fills.flatMap((fill, i) => {
      const other = others.get(id)?.[i];
      return other === undefined ? [] : [[fill, other] as [Fill, Fill]];
    })
  );
}

/** A switch at a lower and a higher setting, and what must hold of any fill of one order under both. */
const WORSE: Readonly<Record<string, readonly [low: Manners, high: Manners]>> = {
  "slippage in bps": [{ slippageBps: 1 }, { slippageBps: 9 }],
  "a spread": [
    { slippage: { model: "spread", spreadBps: 2, symbols: {} } },
    { slippage: { model: "spread", spreadBps: 9, symbols: {} } },
  ],
  "impact": [
    { slippage: { model: "impact", coefficientBps: 10, exponent: 0.5 } },
    { slippage: { model: "impact", coefficientBps: 90, exponent: 0.5 } },
  ],
};

for (const [name, [low, high]] of Object.entries(WORSE)) {
  Deno.test(`Exchange with more of ${name} never fills an order of the same sequence better`, () => {
    let worse = 0, compared = 0;
    fc.assert(
      fc.property(fc.nat(), plain, (seed, list) => {
        const off = { hasLiquidation: false };
        for (
          const [a, b] of pairs(
            play(seed, list, { ...low, ...off }, -1, RICH),
            play(seed, list, { ...high, ...off }, -1, RICH),
          )
        ) {
          strictEqual(a.atMs, b.atMs);
          const loss = (b.priceTicks - a.priceTicks) * a.side;
          ok(loss >= 0, `${a.clientId} filled at ${b.priceTicks} after ${a.priceTicks}`);
          compared += 1;
          if (loss > 0) worse += 1;
        }
      }),
      { numRuns: 40, seed: 20_261_123 },
    );
    ok(compared > 1000 && worse > compared / 10, `${worse} of ${compared} were worse`);
  });
}

Deno.test("Exchange with higher fees takes more of each fill, and nothing else changes", () => {
  fc.assert(
    fc.property(fc.nat(), plain, (seed, list) => {
      const off = { hasLiquidation: false };
      const a = play(seed, list, { fees: { makerBps: 1, takerBps: 3 }, ...off }, -1, RICH);
      const b = play(seed, list, { fees: { makerBps: 2, takerBps: 6 }, ...off }, -1, RICH);
      strictEqual(fillsOf(a.events).length, fillsOf(b.events).length);
      for (const [x, y] of pairs(a, b)) {
        deepStrictEqual({ ...x, fee: 0n }, { ...y, fee: 0n });
        ok(y.fee > x.fee && y.fee - 2n * x.fee <= 1n && 2n * x.fee - y.fee <= 1n);
      }
    }),
    { numRuns: 40, seed: 20_261_124 },
  );
});

Deno.test("Exchange with more latency never fills an order earlier, nor before it has arrived", () => {
  // the pessimistic way of a bar hangs on the position, and that on what has filled
  const way = { intrabar: "nearest", hasLiquidation: false, hasPartialFills: false } as const;
  let later = 0;
  fc.assert(
    fc.property(fc.nat(), plain, (seed, list) => {
      const plays = [0, 200, 1_500_000, 4_000_000].map((latencyMs) =>
        play(seed, list, { latencyMs, ...way }, -1, RICH)
      );
      for (const played of plays) {
        for (const { clientId, atMs } of fillsOf(played.events)) {
          ok(atMs >= played.takenMs.get(clientId)! + played.spec.latencyMs);
        }
      }
      for (let i = 1; i < plays.length; i++) {
        for (const [sooner, late] of pairs(plays[i - 1], plays[i])) {
          ok(late.atMs >= sooner.atMs);
          if (late.atMs > sooner.atMs) later += 1;
        }
      }
    }),
    { numRuns: 40, seed: 20_261_125 },
  );
  ok(later > 500, `${later} were later`);
});

Deno.test("Exchange with every switch as it is by default does what it did before there were any", () => {
  const hasher = createHasher();
  const list = fc.sample(wishes, { seed: 7, numRuns: 5 });
  list.forEach((own, i) => {
    const { events, state } = play(i, own, {});
    hasher.update(encodeState([...events, state]));
  });
  strictEqual(hasher.hex(), "08a9a963f8e8da11496d87f17dc7b325d859dd1082bf0792e0d4f24a76434abd");
});
