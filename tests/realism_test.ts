/**
 * Each switch of the simulated exchange on two months that broke accounts, March 2020 and May 2021: what it changes, and that
 * it changes it in the direction it must. Hand-computed trades are in realism_hand_test.ts; docs/realism.md tells the rest.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Tape } from "../lib/simulator/mod.ts";
import type { RoundTrip, TraderEvent } from "../lib/trader/mod.ts";
import { eventsOf, HOUR_MS } from "./fixtures/session.ts";
import { HAS_WINDOWS, type Outcome, playWindow, type Window, windowTape } from "./fixtures/windows.ts";

const MARCH: Window = { system: "ema-cross", from: "2020-03-01", to: "2020-04-01" };
const MAY: Window = { system: "ema-cross", from: "2021-05-01", to: "2021-06-01" };
const MAY_ROUTER: Window = { ...MAY, system: "regime-router" };
const WINDOWS: readonly Window[] = [MARCH, MAY, MAY_ROUTER];

/** A run by the YAML of its simulator section. */
type Run = (simulator: string, system?: string) => Outcome;

function test(
  windows: readonly Window[],
  what: string,
  check: (run: Run, window: Window, tape: Tape) => void,
) {
  for (const window of windows) {
    const { system, from, barHours = 1 } = window;
    Deno.test({
      name: `${system} from ${from}, bars of ${barHours} h: ${what} (skipped where ../shared/data is absent)`,
      ignore: !HAS_WINDOWS,
      fn() {
        const tape = windowTape(window);
        const timeframes = `timeframes: { entry: ${barHours}h }`;
        const entry = barHours === 1 ? "" : timeframes;
        const run: Run = (simulator, own = "") => {
          const parts = [entry, own].filter((it) => it !== "").join(", ");
          return playWindow(window, tape, `simulator: { ${simulator} }\nsystem: { ${parts} }`);
        };
        check(run, window, tape);
      },
    });
  }
}

const tripsOf = ({ events }: Outcome): RoundTrip[] =>
  eventsOf(events, "RoundTripClosed").map(({ trip }) => trip);

/** Both runs' trips of the same decision at the same price. */
function sameTrips(a: Outcome, b: Outcome): [RoundTrip, RoundTrip][] {
  const others = new Map(tripsOf(b).map((trip) => [trip.id, trip]));
  return tripsOf(a).flatMap((trip) => {
    const other = others.get(trip.id);
    return other === undefined || other.entryPrice !== trip.entryPrice ? [] : [[trip, other] as [
      RoundTrip,
      RoundTrip,
    ]];
  });
}

/** Entry fills by the decision that led to them, and when that was. */
function entryDelays(events: readonly TraderEvent[]): number[] {
  return eventsOf(events, "FillBooked").filter(({ leg }) => leg === "entry").map(({ fill, intentId }) => {
    // system:symbol:barCloseMs:rule:side, and a symbol has a colon of its own
    const decidedMs = Number(intentId.split(":").at(-3));
    return fill.atMs - decidedMs;
  });
}

test(WINDOWS, "fees cost what they are, and nothing where they are off", (run) => {
  const [off, on, double] = ["off", "on", "{ maker_bps: 4, taker_bps: 10 }"].map((it) => run(`fees: ${it}`));
  assert.ok(on.fills.length >= 10, `${on.fills.length} fills`);
  assert.equal(off.fees, 0);
  assert.ok(off.fills.every(({ fee }) => fee === 0n));
  assert.ok(on.fees > 0 && double.fees > 1.9 * on.fees && double.fees < 2.1 * on.fees);
  assert.ok(off.equity > on.equity && on.equity > double.equity);
});

test(WINDOWS, "slippage costs more the more there is, by every model", (run) => {
  const steps = [
    ["slippage_bps: 0", "slippage_bps: 2", "slippage_bps: 20"],
    [1, 8, 40].map((bps) => `slippage: { model: spread, spread_bps: ${bps} }`),
    [0, 500, 3000].map((bps) => `slippage: { model: impact, impact_bps: ${bps} }`),
  ];
  for (const settings of steps) {
    const [least, some, most] = settings.map((it) => run(it).equity);
    assert.ok(least! > some! && some! > most!, `${settings}: ${least}, ${some}, ${most}`);
  }
  // 2 bps are half of a spread of 4
  const spread = run("slippage: { model: spread, spread_bps: 4 }");
  assert.equal(spread.equity, run("").equity);
  assert.notEqual(spread.runId, run("").runId);
});

test(WINDOWS, "funding moves the equity by what is paid, and by nothing where it is off", (run) => {
  const on = run(""), off = run("funding: off");
  assert.notEqual(on.funding, 0);
  assert.equal(off.funding, 0);
  assert.equal(Math.sign(on.equity - off.equity), Math.sign(on.funding));
});

/** So little of the volume, and so much leverage, that a stop does not get out in time. */
const STUCK = "volume_share_pct: 0.00005";
const RISKY = "strategies: { ema_cross: { stop_atr: 1, target_atr: 8 } }, risk: { leverage: 20, " +
  "max_leverage: 20, liquidation_distance_stops: 1, liquidation_buffer_pct: 0, risk_per_trade_pct: 2 }";

test(WINDOWS, "liquidation takes what the stops did not get out, and nothing where it is off", (run) => {
  const on = run(STUCK, RISKY), off = run(`${STUCK}, liquidation: off`, RISKY);
  assert.ok(on.liquidations > 0, "it happens");
  assert.equal(off.liquidations, 0);
  const lost = eventsOf(on.events, "CashFlowBooked").filter(({ flow }) => flow.kind === "liquidation");
  assert.ok(lost.every(({ flow }) => flow.amount < 0n));
  // until the first of them nothing is different, and from then on it is
  const before = ({ fills }: Outcome) =>
    fills.filter(({ atMs }) => atMs < lost[0]!.flow.atMs).map((fill) => ({ ...fill, clientId: "" }));
  assert.deepEqual(before(on), before(off));
  assert.notEqual(on.equity, off.equity);
  // the system as it is shipped stays far from it
  const usual = run("");
  assert.equal(usual.liquidations, 0);
  assert.equal(usual.equity, run("liquidation: off").equity);
});

test(WINDOWS, "latency delays every fill to the first instant after it", (run) => {
  const MINUTE_MS = 60_000;
  const least = (simulator: string) => Math.min(...entryDelays(run(simulator).events)) / MINUTE_MS;
  assert.equal(least(""), 0, "the next open, which is the close's time");
  assert.equal(least("latency_ms: 1"), 20);
  assert.equal(least("latency_ms: 1000"), 20);
  assert.equal(least(`latency_ms: ${20 * MINUTE_MS}`), 20);
  assert.equal(least(`latency_ms: ${20 * MINUTE_MS + 1}`), 40);
  assert.equal(least(`latency_ms: ${HOUR_MS}`), 60);
  assert.notEqual(run("latency_ms: 1000").equity, run("").equity);
});

test(
  WINDOWS,
  "partial fills take an order apart where there is little volume, and nothing where they are off",
  (run) => {
    const usual = run(""), thin = run("volume_share_pct: 0.0001");
    const whole = run("volume_share_pct: 0.0001, partial_fills: off");
    const perOrder = ({ fills }: Outcome) =>
      fills.length / new Set(fills.map(({ clientId }) => clientId)).size;
    assert.ok(perOrder(thin) > perOrder(usual));
    assert.equal(perOrder(whole), 1);
    assert.equal(whole.equity, usual.equity, "the usual share is far more than these orders need");
  },
);

/** Stop and target so near that an hour can have both. */
const TIGHT = "strategies: { ema_cross: { stop_atr: 0.2, target_atr: 0.2 } }";

/** Trips that ended otherwise: at the target instead of the stop, and the other way round. */
function changes(a: Outcome, b: Outcome): { readonly better: number; readonly worse: number } {
  const others = sameTrips(a, b).filter(([one, other]) => one.exits.join() !== other.exits.join());
  const better = others.filter(([, other]) => other.exits.includes("target1")).length;
  return { better, worse: others.length - better };
}

test([MARCH, MAY], "no trip ends better on the pessimistic path than on the nearest", (run) => {
  const { better, worse } = changes(run("", TIGHT), run("intrabar: nearest", TIGHT));
  assert.ok(better > 0 && worse === 0, `${better} better, ${worse} worse`);
});

const SPRINGS: readonly Window[] = [
  { system: "ema-cross", from: "2020-02-01", to: "2020-05-01", barHours: 4 },
  { system: "ema-cross", from: "2021-04-01", to: "2021-07-01", barHours: 4 },
];

test(
  SPRINGS,
  "no trip ends better on the pessimistic path than on that of the hours",
  (run, _window, tape) => {
    const firstRow = tape.symbols[0]!.finer!.firstRow;
    assert.ok(firstRow.every((row) => row >= 0), "every bar has its hours");
    const pessimistic = run("", TIGHT), finer = run("intrabar: finer", TIGHT);
    const { better, worse } = changes(pessimistic, finer);
    assert.ok(better > 0 && worse === 0, `${better} better, ${worse} worse`);
    assert.notEqual(pessimistic.runId, finer.runId);
  },
);

test([MARCH, MAY_ROUTER], "a switch written out at its default changes neither the run nor its id", (run) => {
  const written = run(
    "fees: on, slippage: { model: bps }, funding: on, liquidation: on, latency_ms: 0, partial_fills: on, " +
      "intrabar: pessimistic",
  );
  assert.equal(written.runId, run("").runId);
  assert.deepEqual(written.fills, run("").fills);
});
