import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../core/mod.ts";
import type { TraderEvent } from "../events.ts";
import type { OperatorCommand } from "../operating.ts";
import { createListRecorder } from "../recorder.ts";
import { A, type Bench, createBench, HOUR_MS, intentOf, MONDAY_MS } from "./bench_fixture.ts";
import { Portfolio } from "./reducer.ts";
import { createPortfolioOut } from "./state.ts";

const RISK = "system.risk.risk_per_trade_pct";
const PULLBACK = "system.strategies.trend_pullback.stop_buffer_atr";

/** An operator's commands to a portfolio that knows of bars up to a time. */
function desk() {
  const bench = createBench();
  bench.reconcile();
  let ids = 0;
  return {
    bench,
    ask(command: OperatorCommand, newestMs = MONDAY_MS) {
      const recorder = createListRecorder();
      const out = createPortfolioOut(recorder);
      const asked = {
        kind: "OperatorAsked",
        commandId: `c${ids++}`,
        by: "jo",
        command,
        atMs: MONDAY_MS,
      } as const;
      Portfolio.operator(bench.spec, bench.state, asked, newestMs, MONDAY_MS, out);
      const taken = recorder.events.at(-1) as Extract<TraderEvent, { kind: "OperatorCommandTaken" }>;
      return { why: taken.why, events: recorder.events.slice(0, -1), changes: out.changes };
    },
  };
}

const stage = (patch: Record<string, number>): OperatorCommand => ({ kind: "StageConfig", patch });
const apply = (version: string): OperatorCommand => ({ kind: "ApplyConfig", version });
const ROLL_BACK: OperatorCommand = { kind: "RollBackConfig" };

/** Sizing risk of an intent on the bar that closes then. */
function riskPctAt(bench: Bench, closeMs: number): number {
  const { events } = bench.bar(closeMs, { symbol: A, intent: intentOf(A, closeMs) });
  const [decision] = events.flatMap((event) => event.kind === "DecisionMade" ? [event.decision] : []);
  return decision.sizing!.riskPct;
}

Deno.test("a patch is staged, applied and rolled back, each told to everybody with all values", () => {
  const { ask } = desk();
  const staged = ask(stage({ [RISK]: 0.25 }));
  const about = { by: "jo", atMs: MONDAY_MS }, patch = { [RISK]: 0.25 };
  const { version } = staged.events[0] as Extract<TraderEvent, { kind: "ConfigStaged" }>;
  assert.match(version, /^1-[0-9a-f]{8}$/);
  assert.deepEqual(staged, {
    why: "",
    events: [{ kind: "ConfigStaged", version, patch, ...about }],
    changes: [],
  });
  const others = { "system.strategies.range_reversion.stop_buffer_atr": 0.1, [PULLBACK]: 0.1 };
  assert.deepEqual(ask(apply(version), 7), {
    why: "",
    events: [{ kind: "ConfigApplied", version, patch, ...about }],
    changes: [{ kind: "ConfigChanged", version, knobs: { [RISK]: 0.25, ...others }, afterMs: 7 }],
  });
  const back = ask(ROLL_BACK, 9);
  const { to } = back.events[0] as Extract<TraderEvent, { kind: "ConfigRolledBack" }>;
  assert.match(to, /^0-[0-9a-f]{8}$/);
  assert.deepEqual(back, {
    why: "",
    events: [{ kind: "ConfigRolledBack", version, to, ...about }],
    changes: [{ kind: "ConfigChanged", version: to, knobs: { [RISK]: 0.5, ...others }, afterMs: 9 }],
  });
  assert.equal(ask(ROLL_BACK).why, `there is no version before ${to}`);
});

Deno.test("versions are the same again, and name what they hold", () => {
  const versionsOf = () => {
    const { ask, bench } = desk();
    for (const pct of [0.25, 0.3, 0.25]) ask(stage({ [RISK]: pct }));
    return bench.state.operator.staged.map(({ version }) => version);
  };
  const [first, second, third] = versionsOf();
  assert.deepEqual(versionsOf(), [first, second, third]);
  assert.equal(first.slice(2), third.slice(2));
  assert.notEqual(first.slice(2), second.slice(2));
});

Deno.test("what cannot be staged or applied is refused with the reason", () => {
  const { ask, bench } = desk();
  const knobs = `${RISK}, ${PULLBACK}, system.strategies.range_reversion.stop_buffer_atr`;
  const cases: [patch: Record<string, number>, why: string][] = [
    [{ spread_atr_max_pct: 1 }, `spread_atr_max_pct is no knob of this run: use ${knobs}`],
    [{ "system.risk.leverage": 2 }, `system.risk.leverage is no knob of this run: use ${knobs}`],
    [{ [RISK]: 2.5 }, `${RISK} must be 0.01 to 2 % of equity: current value is 2.5`],
    [{ [RISK]: NaN }, `${RISK} must be 0.01 to 2 % of equity: current value is NaN`],
    [{ [PULLBACK]: -1 }, `${PULLBACK} must be 0 to 10 x ATR: current value is -1`],
    [{ [RISK]: 0.5 }, "nothing would change: all values hold already"],
    [{}, "nothing would change: all values hold already"],
  ];
  for (const [patch, why] of cases) assert.deepEqual(ask(stage(patch)), { why, events: [], changes: [] });
  assert.equal(ask(apply("9-x")).why, 'version "9-x" is not staged: staged is nothing');
  ask(stage({ [RISK]: 0.25 }));
  ask(stage({ [RISK]: 0.3 }));
  const [first, second] = bench.state.operator.staged.map(({ version }) => version);
  assert.equal(ask(apply(first)).why, "");
  // it would be another configuration than the one that was looked at
  const late = ask(apply(second));
  assert.match(late.why, /^it was staged on version 0-\w+, and 1-\w+ holds by now: stage it again$/);
  assert.deepEqual(late.events, [{ kind: "ConfigFailed", version: second, why: late.why, atMs: MONDAY_MS }]);
  assert.deepEqual(late.changes, []);
  assert.match(ask(apply(second)).why, /is not staged/);
});

Deno.test("intents are sized with the risk that holds for their bar, and the record says which", () => {
  const { ask, bench } = desk();
  const hour = (n: number) => MONDAY_MS + n * HOUR_MS;
  assert.equal(riskPctAt(bench, hour(1)), 0.5);
  ask(stage({ [RISK]: 0.25 }));
  // a bar that is known of already is judged as it would have been
  ask(apply(bench.state.operator.staged[0].version), hour(2));
  assert.equal(riskPctAt(bench, hour(2)), 0.5);
  Object.assign(bench.state, decodeState(encodeState(bench.state)));
  assert.equal(riskPctAt(bench, hour(3)), 0.25);
  ask(ROLL_BACK, hour(3));
  assert.equal(riskPctAt(bench, hour(4)), 0.5);
});
