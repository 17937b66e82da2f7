import assert from "node:assert/strict";
import type { Order } from "../../domain/mod.ts";
import { protectionOf, ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import { createCoverJudge } from "./flaky_cover_fixture.ts";
import type { Game, Judge } from "./flaky_game_fixture.ts";
import { APPROVED_STEPS, nakedSteps } from "./flaky_people_fixture.ts";
import { isLive } from "./flaky_venue_fixture.ts";
import { findOpen, openOrders } from "./state.ts";

/** How often everything came that must have come for a game to prove anything. */
export type Seen = Record<string, number>;

/** Naked time that a venue which answers may lead to: the fill's way here, a refused stop, an exit. */
const NAKED_MS = 1000;

/** For tests: holds a game to the invariants of orders, at the venue's truth and in the book. */
export interface StrictJudge extends Judge {
  /** From when on the venue has answered long enough for a position to be guarded all the time; Infinity before. */
  calmFromMs: number;
  longestNakedMs: number;
}

export function createJudge(seen: Seen): StrictJudge {
  const count = (what: string) => seen[what] = (seen[what] ?? 0) + 1;
  /** Orders by intent and leg, in the order sent; and those of which we have the venue's word. */
  const sent = new Map<string, string[]>();
  const heard = new Set<string>();
  const sentAtMs = new Map<string, { readonly atMs: number; readonly windowMs: number }>();
  const status = new Map<string, Order["status"]>();
  let read = 0, nakedSinceMs = -1, protection = "none", campaignId = "";
  const coverage = createCoverJudge(count);
  const judge: StrictJudge = {
    cancelled: (game, command) => coverage.cancelled(game, command),
    calmFromMs: Infinity,
    longestNakedMs: 0,
    submitted(game, { order, sentAtMs: atMs, recvWindowMs: windowMs }) {
      const { clientId } = order;
      assert.ok(!sentAtMs.has(clientId), `${clientId} was sent twice`);
      sentAtMs.set(clientId, { atMs, windowMs });
      const key = clientId[2] + clientId.slice(-20);
      const earlier = sent.get(key) ?? [];
      // a position that grows while it is closed needs another exit, for what the first leaves
      for (const id of clientId[2] === "X" ? [] : earlier) {
        const isPart = game.weather.maxSteps !== null && sentAtMs.get(id)!.atMs === atMs;
        assert.ok(heard.has(id) || isPart, `${clientId} was sent while the fate of ${id} was unknown`);
      }
      if (earlier.some((id) => sentAtMs.get(id)!.atMs === atMs)) count("one of several parts");
      if (clientId[2] === "X") assertExitsFit(game);
      sent.set(key, [...earlier, clientId]);
      assert.equal(order.reduceOnly, clientId[2] !== "E");
      if (clientId[2] === "E") assert.equal(unknownOf(game).length, 0, "entered while an order was unknown");
      if (clientId[2] === "E") assert.ok(!game.state.isDegraded, "entered while the store was degraded");
      if (clientId[2] === "E") assert.equal(game.state.entriesOff, "", "entered after the ordered stop");
    },
    heard(game, event) {
      if (event.kind === "OrderFilled") heard.add(event.fill.clientId);
      else if ("clientId" in event && isWord(event)) heard.add(event.clientId);
      countResolution(game, event);
    },
    handled(game) {
      coverage.handled(game);
      assertEntriesBounded(game);
      assertOwedIsTimed(game);
      assertTended(game);
      assertTakenBack(game);
      followNaked(game);
      const events = game.recorder.events;
      for (; read < events.length; read++) {
        const event = events[read];
        if (event.kind === "OrderChanged") {
          const { clientId, status: next } = event.order;
          const isOver = findOpen(game.state, clientId) === null;
          assert.ok(!isOver || heard.has(clientId), `${clientId} was given up without a word of the venue`);
          if (next === "unknown") count("unknown");
          if (next === "partially_filled") count("partial");
          status.set(clientId, next);
        } else if (event.kind === "ProtectionChanged") {
          assert.equal(event.from, protection);
          const goesOn = event.intentId === campaignId && event.from === "closing";
          assert.ok(!goesOn || event.to === "none", `${event.from} to ${event.to}`);
          protection = event.to;
          campaignId = event.intentId;
          count(`protection ${event.to}`);
        } else if (event.kind === "BookDiverged") {
          // the venue takes nothing back, so what is over must stay so; and the guardian is one of us
          const isWrong = /is over|was refused|fills missing/.test(event.what) ||
            (event.what === "fill of an unknown order" && event.venues !== "by-hand");
          assert.ok(!isWrong, `${event.what}: ${event.ours}, ${event.venues}`);
        } else if (event.kind === "CommandRefused") {
          count(`refused ${event.command}: ${event.why.replace(/ \d.*/, "")}`);
        } else count(event.kind);
      }
    },
  };

  /** What the venue says of an order, if it is its last word on whether it has it. */
  function isWord(event: Extract<VenueEvent, { clientId: string }>): boolean {
    if (event.kind === "OrderUnknown") {
      const call = sentAtMs.get(event.clientId);
      return call !== undefined && event.atMs > call.atMs + call.windowMs;
    }
    if (event.kind === "CancelRejected") return false;
    return event.kind !== "OrderRejected" || event.code !== "-4116";
  }

  function countResolution(game: Game, event: VenueEvent): void {
    const clientId = event.kind === "OrderFilled"
      ? event.fill.clientId
      : "clientId" in event
      ? event.clientId
      : "";
    const open = findOpen(game.state, clientId);
    const order = open?.order;
    if (event.kind === "OrderRejected") count(`code ${event.code}`);
    if (event.kind === "OrderFilled" && clientId[2] === "G") count("guard fills");
    if (open !== null && event.kind === "OrderReported") {
      if (event.fills.some((fill) => !open.fillIds.includes(fill.fillId))) count("fills learnt by asking");
    }
    if (order !== undefined && (event.kind === "OrderCancelled" || event.kind === "OrderExpired")) {
      if (event.filledSteps > order.filledSteps) count("ended before its fills");
    }
    if (order === undefined && sentAtMs.has(clientId)) count("heard of an order that was over");
    if (order?.status !== "unknown") return;
    count(
      event.kind === "OrderReported"
        ? `unknown, then reported ${event.status}`
        : `unknown, then ${event.kind}`,
    );
  }

  function followNaked(game: Game): void {
    const { nowMs } = game;
    if (nakedSteps(game.venue) === 0) nakedSinceMs = -1;
    else if (nakedSinceMs < 0) nakedSinceMs = nowMs;
    if (nakedSinceMs < 0) return;
    const nakedMs = nowMs - Math.max(nakedSinceMs, judge.calmFromMs);
    if (nakedMs < 0) return;
    judge.longestNakedMs = Math.max(judge.longestNakedMs, nakedMs);
    assert.ok(nakedMs <= NAKED_MS, `naked for ${nakedMs} ms although the venue answers`);
  }
  return judge;
}

const unknownOf = ({ state }: Game) => openOrders(state).filter((order) => order.status === "unknown");

/** What is being closed is never more than what is held. */
function assertExitsFit({ state }: Game): void {
  const exits = openOrders(state).filter((order) => order.leg === "exit");
  const steps = exits.reduce((sum, order) => sum + order.qtySteps - order.filledSteps, 0);
  const held = Math.abs(state.desks[0].positionSteps);
  assert.ok(steps <= held, `${steps} steps are being closed, ${held} are held`);
}

/** At the venue, no intent has two live entries, and none fills more than was approved. */
function assertEntriesBounded({ venue }: Game): void {
  const live = new Set<string>(), filled = new Map<string, number>();
  for (const [clientId, order] of venue.orders) {
    if (clientId[2] !== "E") continue;
    const intent = clientId.slice(-20);
    const steps = (filled.get(intent) ?? 0) + order.filledSteps;
    filled.set(intent, steps);
    assert.ok(steps <= APPROVED_STEPS, `${clientId}: its intent filled ${steps}`);
    if (!isLive(order)) continue;
    assert.ok(!live.has(intent), `${clientId} is the second live entry of its intent`);
    live.add(intent);
  }
}

/** Whatever the venue owes has a timer, and nothing else has one. */
function assertOwedIsTimed({ state, timers }: Game): void {
  for (const { order, cancelWanted, endedAs, isTimed } of state.desks.flatMap(({ open }) => open)) {
    const { clientId, status } = order;
    const isOwed = status === "submitted" || status === "unknown" || cancelWanted || endedAs !== "";
    assert.equal(isTimed, timers[`call:${clientId}`] !== undefined, clientId);
    assert.ok(isTimed || !isOwed, `${clientId} is ${status} and nobody waits for it`);
  }
  const calls = Object.keys(timers).filter((name) => name.startsWith("call:"));
  for (const name of calls) assert.ok(findOpen(state, name.slice(5)) !== null, `${name} is of no order`);
}

/** While entries are off, every entry is told to go. */
function assertTakenBack({ state }: Game): void {
  if (!state.isDegraded && state.entriesOff === "") return;
  for (const { order: { clientId, leg }, cancelWanted } of state.desks.flatMap(({ open }) => open)) {
    assert.ok(leg !== "entry" || cancelWanted, `${clientId} goes on`);
  }
}

/** In the book, every position has its stop, or one on its way, or is being closed, or has a time for the next try. */
function assertTended({ state, timers }: Game): void {
  const [{ campaign, positionSteps, protection }] = state.desks;
  const held = Math.abs(positionSteps);
  if (campaign === null) return assert.equal(protection, "none");
  const { stop, exitReason, stopTicks } = campaign;
  assert.equal(protection, protectionOf(held, exitReason !== "", stop, stopTicks));
  // on the other side, the book is wrong, which reconciliation is told
  if (positionSteps * campaign.approval.intent.side <= 0) return;
  const isAgain = Object.keys(timers).some((name) => name.startsWith("again:"));
  if (exitReason === "") {
    const isCovered = ProtectiveSlot.isPending(stop) || ProtectiveSlot.restingSteps(stop) >= held;
    return assert.ok(isCovered || isAgain, `${held} steps without a stop or a time for one`);
  }
  let exiting = 0;
  for (const order of openOrders(state)) {
    if (order.leg === "exit" || (order.leg === "guard" && order.type === "market")) {
      exiting += order.qtySteps - order.filledSteps;
    }
  }
  assert.ok(
    exiting >= held || isAgain,
    `${held} steps to close, ${exiting} exiting`,
  );
}
