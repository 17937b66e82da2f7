import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "../../core/mod.ts";
import { createListRecorder } from "../recorder.ts";
import { A, B, C, createBench, HOUR_MS, intentOf, MONDAY_MS, RETURNS } from "./bench_fixture.ts";
import { BarSets, type BarSetsContext } from "./bar_sets.ts";
import { createPortfolioOut } from "./state.ts";

const T = MONDAY_MS + HOUR_MS;
/** The clock is another one than the market's. */
const NOW = T + 1e12;
const DEADLINE_MS = 2000;

/** Bar sets over a portfolio that may enter, moved by short lines; what each leads to. */
function createSets() {
  const bench = createBench();
  bench.reconcile();
  bench.bar(MONDAY_MS, ...[A, B, C].map((symbol) => ({ symbol, returns: RETURNS[symbol] })));
  const sets = { now: BarSets.create() };
  const recorder = createListRecorder();
  let nowMs = NOW;

  /** `bars 0 A B`, `A 0` (reports), `A 0 wants`, `A 0 closes`, `due 0`, `later MS`; bars by their number. */
  function say(line: string): string[] {
    const [verb, ...rest] = line.split(" ");
    const out = createPortfolioOut(recorder);
    const from = recorder.events.length;
    // as it would come back from a snapshot
    sets.now = decodeState(encodeState(sets.now)) as BarSets;
    const ctx: BarSetsContext = { spec: bench.spec, portfolio: bench.state, sets: sets.now, out, nowMs };
    if (verb === "later") nowMs += Number(rest[0]);
    else if (verb === "bars") BarSets.published(ctx, closeOf(rest[0]), rest.slice(1).map(symbolOf));
    else if (verb === "due") BarSets.due(ctx, `set:${closeOf(rest[0])}`);
    else BarSets.reported(ctx, reportOf(symbolOf(verb), closeOf(rest[0]), rest[1]));
    const answers = out.timers.map(({ name, dueMs }) =>
      `@ ${nameOf(Number(name.slice(4)))} ${dueMs === null ? "off" : `in ${dueMs - nowMs}`}`
    );
    for (const event of recorder.events.slice(from)) {
      if (event.kind === "SymbolAbsent") {
        answers.push(`# ${event.symbol[0]} absent ${nameOf(event.barCloseMs)}`);
      }
      if (event.kind !== "DecisionMade") continue;
      const { symbol, verdict, reason } = event.decision;
      answers.push(`# ${symbol[0]} ${verdict}${reason === "" ? "" : ` ${reason}`}`);
    }
    for (const command of out.commands) answers.push(`> ${command.kind}`);
    for (const notice of out.notices) answers.push(`! ${notice.kind}`);
    return answers;
  }
  return { say, bench, sets, recorder };
}

const closeOf = (bar: string) => T + Number(bar) * HOUR_MS;
const nameOf = (closeMs: number) => `bar ${(closeMs - T) / HOUR_MS}`;
const symbolOf = (letter: string) => [A, B, C].find((symbol) => symbol.startsWith(letter))!;

function reportOf(symbol: string, closeMs: number, what = "") {
  const intent = what === "wants" ? intentOf(symbol, closeMs) : null;
  const close = { kind: "ClosePosition", symbol, reason: "time_out", atMs: closeMs } as const;
  return {
    ...{
      symbol,
      closeMs,
      close: 1000 + (closeMs - T) / HOUR_MS,
      decided: true,
      setupReturns: [],
      setupCloseMs: 0,
    },
    ...{
      intent,
      draft: intent === null ? null : draftOf(symbol, closeMs),
      exit: what === "closes" ? close : null,
    },
  };
}

function draftOf(symbol: string, atMs: number) {
  const names = { system: "test", symbol, historySource: "", strategy: "rule", reason: "" };
  return {
    ...{
      id: `${symbol}:${atMs}`,
      atMs,
      historyFromMs: 0,
      features: {},
      checks: [],
      intent: null,
      riskChecks: [],
    },
    ...{ regime: "TREND", confidence: 1, rawRegime: "TREND", contraryBars: 0, sizing: null },
    ...{ verdict: "no_trade", ...names } as const,
  };
}

type Line = readonly [says: string, ...answers: string[]];

const SCENARIOS: readonly (readonly [string, readonly Line[]])[] = [
  ["closes a set when the last symbol of it has reported", [
    ["bars 0 A B", "@ bar 0 in 2000"],
    ["A 0 wants"],
    ["B 0", "@ bar 0 off", "# A approved", "> EnterPosition"],
  ]],
  ["does so too when a report comes before the symbols are named", [
    ["A 0 wants", "@ bar 0 in 2000"],
    ["later 10"],
    ["bars 0 A", "@ bar 0 off", "# A approved", "> EnterPosition"],
  ]],
  ["closes it without those who are absent when the deadline is over; what comes then is refused", [
    ["bars 0 A B C", "@ bar 0 in 2000"],
    ["A 0 wants"],
    ["later 2000"],
    ["due 0", "@ bar 0 off", "# B absent bar 0", "# C absent bar 0", "# A approved", "> EnterPosition"],
    ["B 0 wants", "# B denied decision_deadline", "! IntentDenied"],
    ["C 0 closes", "> ClosePosition"],
    ["due 0"],
  ]],
  ["waits with a newer set until the older one is closed", [
    ["bars 0 A B", "@ bar 0 in 2000"],
    ["later 500"],
    ["bars 1 A", "@ bar 1 in 2000"],
    ["A 0"],
    ["A 1 wants"],
    ["later 1500"],
    ["due 0", "@ bar 0 off", "@ bar 1 off", "# B absent bar 0", "# A approved", "> EnterPosition"],
  ]],
  ["counts the age of an intent from the newest bar it knows of: what waited for too long is stale", [
    ["bars 0 A B", "@ bar 0 in 2000"],
    ["bars 1 A B", "@ bar 1 in 2000"],
    ["bars 2 A B", "@ bar 2 in 2000"],
    ["A 0 wants"],
    ["B 0", "@ bar 0 off", "# A denied stale", "! IntentDenied"],
    ["A 1 wants"],
    ["B 1", "@ bar 1 off", "# A approved", "> EnterPosition"],
  ]],
  ["names further symbols of a bar, and takes no bar again that is closed", [
    ["bars 0 A", "@ bar 0 in 2000"],
    ["bars 0 B"],
    ["A 0"],
    ["B 0", "@ bar 0 off"],
    ["bars 0 C"],
    ["C 0 wants", "# C denied decision_deadline", "! IntentDenied"],
  ]],
  ["closes a set whose symbols nobody named at its deadline", [
    ["A 0 wants", "@ bar 0 in 2000"],
    ["later 2000"],
    ["due 0", "@ bar 0 off", "# A approved", "> EnterPosition"],
    ["bars 0 A B"],
    ["B 0 wants", "# B denied decision_deadline", "! IntentDenied"],
  ]],
];

for (const [name, lines] of SCENARIOS) {
  Deno.test(`BarSets ${name}`, () => {
    const { say } = createSets();
    for (const [says, ...answers] of lines) assert.deepEqual([says, ...say(says)], [says, ...answers]);
  });
}

Deno.test("BarSets closes all older sets with the one whose deadline is over, oldest first", () => {
  const { say } = createSets();
  for (const line of ["bars 0 A B", "bars 1 A B", "bars 2 A B", "A 0", "A 1", "A 2"]) say(line);
  assert.deepEqual(say("due 1"), ["@ bar 0 off", "@ bar 1 off", "# B absent bar 0", "# B absent bar 1"]);
  assert.deepEqual(say("B 2"), ["@ bar 2 off"]);
});

Deno.test("BarSets judges by the time of the market: cool-downs end by it, whatever the clock says", () => {
  const { say, bench } = createSets();
  bench.state.streaks[bench.spec.symbols.indexOf(A)].coolUntilMs = closeOf("2");
  for (const bar of [0, 1]) {
    say(`bars ${bar} A`);
    assert.deepEqual(say(`A ${bar} wants`).slice(1), ["# A denied cool_down", "! IntentDenied"]);
  }
  say("bars 2 A");
  assert.deepEqual(say("A 2 wants").slice(1), ["# A approved", "> EnterPosition"]);
});

Deno.test("BarSets takes a late price only where no newer bar was taken", () => {
  const { say, bench } = createSets();
  const markOf = (symbol: string) => bench.state.book.holdings[bench.spec.symbols.indexOf(symbol)].markPrice;
  for (const line of ["bars 1 A B", "due 1", "A 1"]) say(line);
  assert.deepEqual([markOf(A), markOf(B)], [1001, 1000]);
  for (const line of ["bars 2 A", "A 2", "B 1"]) say(line);
  assert.deepEqual([markOf(A), markOf(B)], [1002, 1000]);
});

Deno.test("BarSets refuses a second report of a symbol on one bar", () => {
  const { say } = createSets();
  say("bars 0 A B");
  say("A 0");
  assert.throws(() => say("A 0"), /Cannot take the report of A\S* for \d+: it has reported on that bar/);
});

/** What two senders say, each in its order, put together anyhow. */
const orders = fc.array(fc.nat(2), { minLength: 90, maxLength: 90 });

Deno.test("BarSets judges each report once, in time or late, whatever overtakes what, and forgets no timer", () => {
  const totals = { sets: 0, absences: 0, late: 0, overtakes: 0, reports: 0 };
  fc.assert(
    fc.property(orders, fc.nat(100), (turns, duePct) => {
      const { say, sets, bench } = createSets();
      const before = bench.state.day.decisions;
      const BARS = 10;
      const queues = [A, B].map((symbol) => Array.from({ length: BARS }, (_, i) => `${symbol[0]} ${i}`));
      const feed = Array.from({ length: BARS }, (_, i) => `bars ${i} A B`);
      const timers = new Map<string, number>();
      let nowMs = 0;
      const tell = (line: string) => {
        for (const answer of say(line)) {
          const [, bar, rest] = /^@ (bar \d+) (.*)$/.exec(answer) ?? [];
          if (rest === "off") assert.ok(timers.delete(bar), `${bar} had no timer`);
          else if (rest !== undefined) timers.set(bar, nowMs + DEADLINE_MS);
          if (answer.startsWith("#")) totals.absences += 1;
        }
      };
      for (const [i, turn] of turns.entries()) {
        const line = [feed, ...queues][turn].shift();
        if (line === undefined) continue;
        if (turn > 0 && feed.length === BARS - Number(line.slice(2))) totals.overtakes += 1;
        if (turn > 0 && closeOf(line.slice(2)) <= sets.now.closedMs) totals.late += 1;
        tell(line);
        nowMs += 500;
        if ((i * 37) % 101 < duePct) continue;
        for (const [bar, dueMs] of timers) if (dueMs <= nowMs) tell(`due ${bar.slice(4)}`);
      }
      for (const line of [...feed, ...queues.flat()]) tell(line);
      for (const bar of [...timers.keys()]) if (timers.has(bar)) tell(`due ${bar.slice(4)}`);
      assert.deepEqual([sets.now.open, [...timers]], [[], []]);
      assert.equal(sets.now.closedMs, closeOf(String(BARS - 1)));
      assert.equal(bench.state.day.decisions - before, 2 * BARS, "every report is taken once");
      totals.sets += BARS;
      totals.reports += 2 * BARS;
    }),
    { numRuns: 300, seed: 12 },
  );
  const { sets, absences, late, overtakes, reports } = totals;
  const proves = sets >= 3000 && reports >= 6000 && absences > 300 && late > 300 && overtakes > 300;
  assert.ok(proves, JSON.stringify(totals));
});
