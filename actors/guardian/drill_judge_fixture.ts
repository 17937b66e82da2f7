import { legOfClientId, Position } from "../../lib/domain/mod.ts";
import type { VenueCommand } from "../../lib/trader/mod.ts";
import {
  type Drill,
  isOurs,
  ordersOf,
  portfolioOf,
  PROTECTION,
  SYMBOLS,
  TAG,
  TRADED,
} from "./drill_fixture.ts";
import { stepsAsTight, truthOf } from "./drill_truth_fixture.ts";

/** Watches a drill by the exchange's own record. */
export interface Judge {
  /** What was broken, with its time. */
  readonly breaches: string[];
  /** Lengths of times a position of a traded symbol was naked, ms, and those that counted for I1. */
  readonly nakedMs: number[];
  longestMs: number;
  /** Times beyond max_naked_ms in which the venue failed the guardian more than once. */
  readonly excused: number[];
  readonly sinceMs: number[];
  readonly sides: number[];
  /** Since when the venue has answered the guardian without fail; -1 while it does not. */
  readySinceMs: number;
}

export function createJudge(drill: Drill): Judge {
  const judge: Judge = {
    breaches: [],
    nakedMs: [],
    longestMs: 0,
    excused: [],
    sinceMs: TRADED.map(() => -1),
    sides: TRADED.map(() => 0),
    readySinceMs: -1,
  };
  drill.onCommand = (from, command) => judgeCommand(drill, judge, from, command);
  const { guardian } = drill.net.actors, { step } = guardian;
  guardian.step = (state, message, from, nowMs) => {
    if (message.kind === "AccountReported" && judge.readySinceMs < 0) judge.readySinceMs = nowMs;
    return step.call(guardian, state, message, from, nowMs);
  };
  return judge;
}

function breach(drill: Drill, judge: Judge, what: string): void {
  judge.breaches.push(`${(drill.net.nowMs % 3_600_000) / 1000} s: ${what}`);
}

/** I1: looked at after everything that happens. */
export function judgeNaked(drill: Drill, judge: Judge): void {
  const { net } = drill;
  // readiness: the guardian lives, and the venue has answered it
  const isCut = (net.cutUntilMs.guardian ?? 0) > net.nowMs;
  if (isCut || net.down.guardian !== undefined) judge.readySinceMs = -1;
  for (let i = 0; i < TRADED.length; i++) {
    const { nakedSteps, steps } = truthOf(drill.exchange, i);
    const isOther = Math.sign(steps) !== judge.sides[i];
    judge.sides[i] = Math.sign(steps);
    if (judge.sinceMs[i] >= 0 && (nakedSteps === 0 || isOther)) {
      judge.nakedMs.push(net.nowMs - judge.sinceMs[i]);
      judge.sinceMs[i] = -1;
    }
    if (nakedSteps === 0) continue;
    if (judge.sinceMs[i] < 0) judge.sinceMs[i] = net.nowMs;
    if (judge.readySinceMs < 0) continue;
    const fromMs = Math.max(judge.sinceMs[i], judge.readySinceMs);
    const nakedMs = net.nowMs - fromMs;
    if (nakedMs > PROTECTION.max_naked_ms) judgeLong(drill, judge, i, fromMs);
    else judge.longestMs = Math.max(judge.longestMs, nakedMs);
  }
}

/**
 * Too long: a breach unless the venue failed the guardian twice on the way. One call lost or late is what the times of
 * the guardian have room for.
 */
function judgeLong(drill: Drill, judge: Judge, index: number, fromMs: number): void {
  const { net } = drill;
  const nakedMs = net.nowMs - fromMs;
  const troubles = (net.troubles.guardian ?? []).filter(({ atMs }) => atMs >= fromMs);
  const calls = troubles.filter(({ isLook }) => !isLook).length;
  const lateLooks = troubles.filter(({ isLook, atMs }) => isLook && atMs > fromMs + 3500).length;
  if (calls >= 2 || lateLooks >= 2) {
    if (!judge.excused.includes(fromMs)) judge.excused.push(fromMs);
    return;
  }
  if (judge.longestMs <= PROTECTION.max_naked_ms) {
    breach(
      drill,
      judge,
      `I1: ${TRADED[index]} naked for ${nakedMs} ms, ${calls} calls and ${lateLooks} looks failed`,
    );
  }
  judge.longestMs = Math.max(judge.longestMs, nakedMs);
}

/** I4 and I5, and hands' orders: looked at before the exchange carries a command out. */
function judgeCommand(drill: Drill, judge: Judge, from: string, command: VenueCommand): void {
  if (command.kind === "SubmitOrder") {
    const { clientId, reduceOnly } = command.order;
    const leg = legOfClientId(TAG, clientId);
    if (leg !== "entry" && !reduceOnly) breach(drill, judge, `I4: ${from} sends ${clientId}`);
    if (leg === null) breach(drill, judge, `${from} sends ${clientId} without our tag`);
  }
  if (command.kind === "CancelOrder") judgeCancel(drill, judge, from, command);
}

function judgeCancel(
  drill: Drill,
  judge: Judge,
  from: string,
  { symbol, clientId }: Extract<VenueCommand, { kind: "CancelOrder" }>,
): void {
  if (!isOurs(clientId)) return breach(drill, judge, `${from} cancels ${clientId}, which is none of ours`);
  if (from === "guardian" && legOfClientId(TAG, clientId) !== "guard") {
    breach(drill, judge, `the guardian cancels ${clientId}, which is not its own`);
  }
  const index = SYMBOLS.indexOf(symbol as typeof SYMBOLS[number]);
  const before = truthOf(drill.exchange, index);
  const stop = before.stops.find((it) => it.clientId === clientId);
  // execution may believe it is flat where a hand has just opened what its stop happens to cover
  const isSure = from !== "execution" || ordersOf(drill).desks[index]?.positionSteps === before.steps;
  if (stop === undefined || !isSure) return;
  const others = { ...before, stops: before.stops.filter((it) => it !== stop) };
  if (stepsAsTight(others, stop.ticks) >= stepsAsTight(before, stop.ticks)) return;
  // between the look and the cancel that follows from it, somebody else may have changed what was seen
  const changes = Object.entries(drill.changedMs[symbol] ?? {});
  const isOvertaken = changes.some(([by, atMs]) => by !== from && atMs >= drill.net.nowMs - LONGEST_WAY_MS);
  if (isOvertaken) drill.net.count(`cancels of ${from} overtaken by others`);
  // its own tests judge how execution replaces a stop of a position that is still growing
  else if (from === "execution") drill.net.count("stops of execution replaced by smaller ones");
  else breach(drill, judge, `I5: ${from} cancels ${clientId}, and nothing as tight is left`);
}

/** A report and a command that follows from it, both as late as they come. */
const LONGEST_WAY_MS = 2 * 3100;

/** Book, venue and ledger must agree once it has been calm for long enough (I6). */
export function judgeEnd(drill: Drill, judge: Judge): void {
  const book = ordersOf(drill), { latches, book: ledger } = portfolioOf(drill);
  for (let i = 0; i < TRADED.length; i++) {
    const venues = Position.signedSteps(drill.exchange.positions[i]);
    const ours = book.desks[i].positionSteps, held = Position.signedSteps(ledger.holdings[i]);
    if (ours !== venues || held !== venues) {
      breach(
        drill,
        judge,
        `I6: ${TRADED[i]} is ${ours} in the book, ${held} at risk, ${venues} at the venue`,
      );
    }
    const atVenue = drill.exchange.orders[i].map((order) => order.request.clientId).filter(isOurs).sort();
    const inBook = book.desks[i].open.map(({ order }) => order);
    const ids = inBook.map((order) => order.clientId).sort();
    if (ids.join() !== atVenue.join()) {
      breach(drill, judge, `I6: ${TRADED[i]} orders ${ids} in the book, ${atVenue} at the venue`);
    }
    if (truthOf(drill.exchange, i).nakedSteps > 0) breach(drill, judge, `I1: ${TRADED[i]} naked at the end`);
  }
  const isDrift = ledger.wallet !== drill.exchange.walletBalance;
  if (isDrift) breach(drill, judge, `I6: ledger ${ledger.wallet}, wallet ${drill.exchange.walletBalance}`);
  for (const latch of latches) {
    breach(drill, judge, `still latched: ${latch.scope} ${latch.name} ${latch.cause}`);
  }
}
