import assert from "node:assert/strict";
import { describe } from "./describe.ts";
import type { Fact } from "./fact.ts";
import { FACTS, SYMBOL, UNITS } from "./facts_fixture.ts";
import { readTelling } from "./notification.ts";

const F = FACTS;

/** A fact, its level, key and variant, and its words. */
const CASES: readonly [Fact, string, string][] = [
  [
    F.FillBooked,
    "info fill/BTC/USDT:USDT/RRs0ABC ",
    "BTC/USDT:USDT: stop filled: sold 0.012 BTC at 60900.1 USDT, result -4.01 USDT, fee 0.3654 USDT",
  ],
  [
    { ...F.FillBooked, leg: "entry", fill: { ...F.FillBooked.fill, side: 1, realizedPnl: 0n } },
    "info fill/BTC/USDT:USDT/RRs0ABC ",
    "BTC/USDT:USDT: entry filled: bought 0.012 BTC at 60900.1 USDT, fee 0.3654 USDT",
  ],
  [
    F.RoundTripClosed,
    "info trip/rr:BTC:1 ",
    "BTC/USDT:USDT: long of 0.012 BTC closed by target1, stop: in at 61234.5 USDT, out at 60900.123 USDT, " +
    "net -4.76 USDT (-0.98 R; realised -4.01 USDT, fees 0.73 USDT, funding -0.012 USDT), held 5 h 12 min",
  ],
  [
    F.OrderChanged,
    "critical order/BTC/USDT:USDT/stop rejected",
    "BTC/USDT:USDT: stop order (stop_market to sell 0.012 BTC at 60900 USDT) was refused: -2021 would trigger",
  ],
  [
    {
      kind: "OrderChanged",
      order: { ...F.OrderChanged.order, leg: "entry", status: "unknown", closePosition: true },
    },
    "warning order/BTC/USDT:USDT/entry unknown",
    "BTC/USDT:USDT: entry order (stop_market to sell all at 60900 USDT) has no answer: " +
    "the venue is asked before anything else is sent",
  ],
  [
    F.LatchChanged,
    "critical latch/portfolio/kill on",
    'all symbols: entries off by latch "kill": an operator\'s order',
  ],
  [
    { ...F.LatchChanged, on: false, cause: "rearmed" },
    "warning latch/portfolio/kill off",
    'all symbols: latch "kill" is off again: rearmed',
  ],
  [
    { ...F.LatchChanged, scope: SYMBOL, latch: "stale", on: false, cause: "series is whole" },
    "info latch/BTC/USDT:USDT/stale off",
    'BTC/USDT:USDT: latch "stale" is off again: series is whole',
  ],
  [
    F.LossStopChanged,
    "warning loss/daily on",
    "daily loss limit reached: 2.01 % lost, no entries until the period ends",
  ],
  [
    { ...F.LossStopChanged, period: "weekly" },
    "critical loss/weekly on",
    "weekly loss limit reached: 2.01 % lost, no entries until the period ends",
  ],
  [
    { ...F.LossStopChanged, on: false },
    "info loss/daily off",
    "daily loss limit is over: its period has ended",
  ],
  [
    F.BookDiverged,
    "critical book/BTC/USDT:USDT/position ",
    "BTC/USDT:USDT: book and venue differ (position): ours long 0.012 BTC, the venue's short 0.006 BTC; entries off",
  ],
  [
    F.Finding,
    "critical finding/BTC/USDT:USDT/phantom position orders looked up",
    "BTC/USDT:USDT: phantom position: ours long 0.012 BTC, the venue's nothing; done: orders looked up",
  ],
  [
    { ...F.Finding, what: "balance drift", symbol: "portfolio", ours: "10005", venues: "10004.99", done: "" },
    "warning finding/portfolio/balance drift ",
    "account: balance drift: ours 10005.00 USDT, the venue's 10004.99 USDT; done: nothing yet",
  ],
  [
    F.SymbolAbsent,
    "warning absent/BTC/USDT:USDT ",
    "BTC/USDT:USDT: no report of the bar that closed at 2024-01-01 01:00 UTC: nothing is entered on it; stops stay",
  ],
  [
    F.ProtectionLost,
    "critical protection/BTC/USDT:USDT lost",
    "BTC/USDT:USDT: position without a working stop for 2.1 s: 12 of 12 steps without a stop",
  ],
  [
    F.ProtectionRestored,
    "warning protection/BTC/USDT:USDT restored",
    "BTC/USDT:USDT: protected again or flat, after 3 s without a working stop: stop of the guardian",
  ],
  [
    F.LiquidationNoted,
    `critical liquidation/BTC/USDT:USDT/${F.LiquidationNoted.atMs} `,
    "BTC/USDT:USDT: LIQUIDATED: long of 0.012 BTC at 30900.5 USDT, 360.00 USDT of margin lost",
  ],
  [F.OperatorCommandTaken, "critical command/c-7 accepted", "operator admin: Flatten: accepted"],
  [
    { ...F.OperatorCommandTaken, command: "Rearm" },
    "warning command/c-7 accepted",
    "operator admin: Rearm: accepted",
  ],
  [
    { ...F.OperatorCommandTaken, command: "SetMarketSpeed", by: "" },
    "info command/c-7 accepted",
    "operator unknown: SetMarketSpeed: accepted",
  ],
  [
    { ...F.OperatorCommandTaken, accepted: false, why: "the book is not reconciled" },
    "warning command/c-7 refused",
    "operator admin: Flatten: refused: the book is not reconciled",
  ],
  [
    F.ConfigApplied,
    "warning config/v3 ConfigApplied",
    "configuration v3: applied by admin: risk.risk_per_trade_pct = 0.4, risk.max = 2",
  ],
  [
    F.ConfigRolledBack,
    "warning config/v3 ConfigRolledBack",
    "configuration v3: rolled back to v2 by admin",
  ],
  [
    F.ConfigFailed,
    "warning config/v4 ConfigFailed",
    "configuration v4: not applied: risk/paper did not confirm; the one before holds",
  ],
  [
    F.DaySummarised,
    "info day/2024-01-01 ",
    "day 2024-01-01: equity 10012.30 USDT (wallet 10005.00 USDT); realised +5.12 USDT, fees 0.73 USDT, " +
    "funding -0.012 USDT; 3 round trips (+1.23 R); drawdown 0.5 % (-1 R); 24 decisions, 2 entered",
  ],
  [
    F.Heartbeat,
    `info heartbeat ${F.Heartbeat.atMs}`,
    "alive at 2024-01-01 01:00 UTC: equity 10012.30 USDT, wallet 10005.00 USDT, 1 position with 45.00 USDT at risk",
  ],
  [
    F.StoreDegraded,
    "critical store down",
    "store: it cannot commit; entries off, protection goes on through the emergency log",
  ],
  [F.StoreRecovered, "warning store up", "store: it commits again"],
  [
    F.PartRestarted,
    "warning restart/deck-1 ",
    "deck-1: restarted (number 2 in this period): memory",
  ],
  [
    F.MessagePoisoned,
    "critical poison/symbol/paper/BTC feed#9",
    "symbol/paper/BTC: message feed#9 crashes it: the actor gets nothing more until a person looks",
  ],
  [
    { ...F.MessagePoisoned, action: "quarantine" },
    "warning poison/symbol/paper/BTC feed#9",
    "symbol/paper/BTC: message feed#9 crashes it: the message was set aside",
  ],
  [
    F.FeedHealthChanged,
    "warning feed/binance 1m reconnecting",
    "feed of binance 1m: reconnecting: code 1006",
  ],
  [
    { ...F.FeedHealthChanged, health: "failed", why: "" },
    "critical feed/binance 1m failed",
    "feed of binance 1m: failed",
  ],
  [
    F.CandlesMissing,
    `warning missing/BTC/USDT:USDT ${F.CandlesMissing.fromMs}`,
    "BTC/USDT:USDT: 3 candles from 2024-01-01 00:00 UTC on are missing: the venue has none",
  ],
  [
    F.CandleCorrected,
    `info corrected/BTC/USDT:USDT ${F.CandleCorrected.openMs}`,
    "BTC/USDT:USDT: the venue changed its candle of 2024-01-01 00:00 UTC; the run keeps the first version",
  ],
  [
    F.ClockSkewed,
    "warning skew/binance ",
    "this machine's clock is 700 ms behind binance's: set it right (NTP)",
  ],
];

Deno.test("describe() says what happened, to what, in numbers with units, and what was done", () => {
  for (const [fact, head, text] of CASES) {
    const telling = describe(fact, UNITS);
    assert.ok(telling !== null, fact.kind);
    assert.equal(`${telling.level} ${telling.key} ${telling.variant}`, head);
    assert.equal(telling.text, text);
    assert.deepEqual(readTelling(telling), telling);
  }
});

Deno.test("describe() has words for every kind of fact but cash flows", () => {
  for (const fact of Object.values(FACTS)) {
    assert.equal(describe(fact, UNITS) === null, fact.kind === "CashFlowBooked", fact.kind);
  }
  assert.throws(() => describe({ kind: "toString" } as unknown as Fact, UNITS), TypeError);
});

Deno.test("describe() is loud about a liquidation even if only its round trip is told", () => {
  const { trip } = F.RoundTripClosed;
  const telling = describe({ kind: "RoundTripClosed", trip: { ...trip, exits: ["liquidation"] } }, UNITS);
  assert.equal(telling?.level, "critical");
});

Deno.test("describe() counts ticks and steps where it does not know the instrument", () => {
  const text = describe(F.FillBooked, { currency: "USDT", instruments: [] })?.text;
  assert.match(text ?? "", /sold 12 steps at 609001 ticks/);
});

Deno.test("describe() makes one bounded line of whatever a venue or a crash says", () => {
  const nasty = "x\n2024 CRITICAL forged ".repeat(200);
  const facts: Fact[] = [
    { kind: "OrderChanged", order: { ...F.OrderChanged.order, reason: nasty } },
    { ...F.LatchChanged, cause: nasty },
    { ...F.Finding, what: nasty, done: nasty, venues: nasty },
    { ...F.BookDiverged, what: nasty, venues: nasty },
    { ...F.ProtectionLost, how: nasty },
    { ...F.PartRestarted, part: nasty, reason: nasty },
    { ...F.MessagePoisoned, actor: nasty, messageId: nasty },
    { ...F.OperatorCommandTaken, by: nasty, command: nasty, commandId: nasty, accepted: false, why: nasty },
    { ...F.ConfigApplied, by: nasty, version: nasty, patch: { [nasty]: 1 } },
    { ...F.ConfigRolledBack, by: nasty, version: nasty, to: nasty },
    { ...F.ConfigFailed, version: nasty, why: nasty },
  ];
  for (const fact of facts) {
    const telling = describe(fact, UNITS)!;
    assert.ok(!telling.text.includes("\n"), fact.kind);
    assert.deepEqual(readTelling(telling), telling, fact.kind);
  }
});
