import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PHASE, type VenueEvent } from "../trader/mod.ts";
import {
  type BarText,
  fillsOf,
  HOUR_MS,
  type Play,
  play,
  START_MS,
  SYMBOL,
  tapeOf,
} from "./exchange_fixture.ts";

/** An extreme is 20 minutes from the open; both are 10 away from it, so the low comes first. */
const BAR: BarText = [1000, 1010, 990, 1000];
const NEXT: BarText = [1000, 1020, 980, 1000];
const MINUTE_MS = 60_000;

const started = (latencyMs: number, bars: readonly BarText[] = [BAR, NEXT, NEXT]): Play => {
  const self = play(tapeOf(bars), { latencyMs });
  self.to(0, PHASE.open);
  return self;
};

const cancel = (self: Play, clientId: string): VenueEvent[] =>
  self.send({ kind: "CancelOrder", symbol: SYMBOL, clientId });

const kinds = (events: readonly VenueEvent[]): string[] => events.map(({ kind }) => kind);

Deno.test("arrive() lets an order fill at the first instant at or after its arrival", () => {
  const firstFill = (latencyMs: number) => {
    const self = started(latencyMs);
    strictEqual(self.order({}).kind, "OrderAccepted");
    const [event] = self.to(2, PHASE.open).filter(({ kind }) => kind === "OrderFilled");
    return event.kind === "OrderFilled" ? (event.fill.atMs - START_MS) / MINUTE_MS : null;
  };
  strictEqual(firstFill(0), 20);
  strictEqual(firstFill(1), 20);
  strictEqual(firstFill(20 * MINUTE_MS), 20);
  strictEqual(firstFill(20 * MINUTE_MS + 1), 40);
  // of the close and the next open, at one time, the close is first
  strictEqual(firstFill(HOUR_MS), 60);
  strictEqual(firstFill(HOUR_MS + 1), 80);
});

Deno.test("arrive() answers a cancel when it is there, and the order can fill until then", () => {
  const self = started(25 * MINUTE_MS);
  self.order({ type: "limit", limitTicks: 9890 });
  self.to(1, PHASE.open);
  deepStrictEqual(cancel(self, "o1"), [], "no answer yet");
  // sent at 60 minutes, there at 85: the low of 980 comes at 80
  const fill = self.to(1, PHASE.extreme1);
  deepStrictEqual(fillsOf(fill), [["o1", 9890, 1000, true]]);
  deepStrictEqual(kinds(self.to(1, PHASE.extreme2)), ["CancelRejected"]);
});

Deno.test("arrive() ends an order whose cancel is in time, at the time it is there", () => {
  const self = started(15 * MINUTE_MS);
  self.order({ type: "limit", limitTicks: 9890 });
  self.to(1, PHASE.open);
  cancel(self, "o1");
  const atMs = START_MS + 75 * MINUTE_MS;
  deepStrictEqual(self.to(1, PHASE.extreme1), [
    { kind: "OrderCancelled", symbol: SYMBOL, clientId: "o1", filledSteps: 0, atMs },
  ]);
});

Deno.test("arrive() comes before the answer to a question after the order, and after no other", () => {
  const self = started(MINUTE_MS);
  self.order({ type: "limit", limitTicks: 9700 });
  self.order({ type: "limit", limitTicks: 9600 });
  self.to(0, PHASE.extreme1);
  cancel(self, "o1");
  const atMs = START_MS + 22 * MINUTE_MS;
  const query = (clientId: string) => self.send({ kind: "QueryOrder", symbol: SYMBOL, clientId }, atMs);
  deepStrictEqual(kinds(self.send({ kind: "QueryAccount" }, atMs)), ["AccountReported"]);
  deepStrictEqual(kinds(query("o2")), ["OrderReported"]);
  deepStrictEqual(kinds(query("o1")), ["OrderCancelled", "OrderReported"]);
});

Deno.test("a cancel that overtakes nothing: of an order on its way it ends it after its arrival", () => {
  const self = started(30 * MINUTE_MS);
  self.order({});
  cancel(self, "o1");
  // both are there at 30 minutes, the order first, before anything is matched at 40
  deepStrictEqual(kinds(self.to(1, PHASE.open)), ["OrderCancelled"]);
});

Deno.test("a cancel never ends a later order of the same client id that is still on its way", () => {
  const self = started(25 * MINUTE_MS);
  self.send(order("same", 0));
  // fills at 40
  self.to(0, PHASE.extreme1);
  cancel(self, "same");
  self.to(0, PHASE.extreme2);
  self.send(order("same", 40));
  deepStrictEqual(kinds(self.to(0, PHASE.close)), ["CancelRejected"]);
  deepStrictEqual(kinds(self.to(1, PHASE.extreme1)), ["OrderFilled"]);
});

function order(clientId: string, minute: number) {
  const request = { clientId, symbol: SYMBOL, side: 1, type: "market", qtySteps: 1000 } as const;
  const rest = { limitTicks: null, triggerTicks: null, reduceOnly: false, closePosition: false };
  const sentAtMs = START_MS + minute * MINUTE_MS;
  return { kind: "SubmitOrder", order: { ...request, ...rest }, sentAtMs, recvWindowMs: 5000 } as const;
}

Deno.test("a stop whose trigger is passed before it is there goes on as a market order", () => {
  const self = started(25 * MINUTE_MS, [BAR, [1000, 1005, 950, 960], NEXT]);
  self.order({});
  self.to(1, PHASE.open);
  self.order({ side: -1, type: "stop_market", triggerTicks: 9900, qtySteps: 0, closePosition: true });
  // 950 at 80 passes it, there at 85; at 100 the price is 1005: 1005 x 0.9998 = 1004.799, down to 1004.7
  deepStrictEqual(fillsOf(self.to(1, PHASE.extreme1)), []);
  deepStrictEqual(fillsOf(self.to(1, PHASE.extreme2)), [["o2", 10047, 1000, true]]);
});

Deno.test("a stop that is there in time fills at its trigger", () => {
  const self = started(15 * MINUTE_MS, [BAR, [1000, 1005, 950, 960], NEXT]);
  self.order({});
  self.to(1, PHASE.open);
  self.order({ side: -1, type: "stop_market", triggerTicks: 9900, qtySteps: 0, closePosition: true });
  // 990 x 0.9998 = 989.802, down to 989.8
  deepStrictEqual(fillsOf(self.to(1, PHASE.extreme1)), [["o2", 9898, 1000, true]]);
});

Deno.test("an order on its way holds back its margin and takes its client id", () => {
  const self = play(tapeOf([BAR, NEXT]), { latencyMs: MINUTE_MS, wallet: "120" });
  self.to(0, PHASE.open);
  self.order({});
  const second = self.order({});
  strictEqual(second.kind === "OrderRejected" && second.code, "-2019");
});
