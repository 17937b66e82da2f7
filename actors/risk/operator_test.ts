import assert from "node:assert/strict";
import type { OperatorCommand as AskedCommand } from "../../lib/admin/mod.ts";
import { decodeState, encodeState } from "../../lib/core/mod.ts";
import { LANE, type Message, type Step } from "../../lib/runtime/mod.ts";
import type { OperatorCommand } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, B, ctxFrom, flatSession, HOUR_MS, intentOf, START_MS } from "../session_fixture.ts";
import { riskBehavior, type RiskState } from "./behavior.ts";

/** What HTTP takes and what risk carries out are declared apart; either is the other, or this does not compile. */
const TWINS: readonly [(it: AskedCommand) => OperatorCommand, (it: OperatorCommand) => AskedCommand] = [
  (it) => it,
  (it) => it,
];
void TWINS;

const T = START_MS + HOUR_MS;
const { trader } = flatSession(1);
const risk = riskBehavior({ ...trader.portfolio, decisionDeadlineMs: 2000 });
type RiskMessage = Parameters<typeof risk.step>[1];

const asked = (command: OperatorCommand, commandId: string = command.kind): RiskMessage => ({
  ...{ kind: "OperatorAsked", commandId, by: "jo", command, atMs: T },
});

function step(state: RiskState, message: RiskMessage): Step<RiskState> {
  return risk.step(state, message, { ...ctxFrom("root", T), self: ADDRESS.risk });
}

/** A risk actor that may enter, through some messages; the last step. */
function after(...messages: RiskMessage[]): Step<RiskState> {
  let last = step(risk.init(), { kind: "BookReconciled", walletBalance: 1_000_000_000_000n, atMs: T });
  for (const message of messages) last = step(last.state, message);
  return last;
}

const sent = ({ sends }: Step<RiskState>) => sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`);
const kinds = (events: readonly Message[]) => events.map(({ kind }) => kind);
const TO_EXECUTION = `${ADDRESS.execution} ${LANE.control}`;

Deno.test("risk tells execution of a pause and of the kill switch in the lane of the entries it let through", () => {
  const pause = after(asked({ kind: "PauseEntries", scope: A, reason: "news" }));
  assert.deepEqual([sent(pause), kinds(pause.events)], [
    [`${TO_EXECUTION} TakeBackEntries`],
    ["LatchChanged", "OperatorCommandTaken"],
  ]);
  const flatten = asked({ kind: "Flatten", scope: "portfolio", reason: "fire" });
  assert.deepEqual(sent(after(flatten)), [`${TO_EXECUTION} FlattenSymbols`]);
  const published = { kind: "BarsPublished", closeMs: T, symbols: [A] } as const;
  const report = { symbol: A, closeMs: T, close: 1000, decided: true, setupReturns: [], setupCloseMs: T };
  const intent = intentOf(A, T);
  const denied = after(flatten, published, {
    kind: "BarReported",
    ...report,
    intent,
    draft: null,
    exit: null,
  });
  assert.deepEqual(sent(denied), [`${ADDRESS.symbol(A)} ${LANE.orders} IntentDenied`]);
});

Deno.test("risk tells every trading actor of a new configuration, and confirms it itself", () => {
  const patch = { "system.risk.risk_per_trade_pct": 0.25 };
  const staged = after(asked({ kind: "StageConfig", patch }));
  assert.deepEqual(sent(staged), []);
  const { version } = staged.state.portfolio.operator.staged[0];
  const applied = step(staged.state, asked({ kind: "ApplyConfig", version }));
  const others = [
    ADDRESS.execution,
    ADDRESS.guardian,
    ADDRESS.reconciliation,
    ADDRESS.symbol(A),
    ADDRESS.symbol(B),
  ];
  assert.deepEqual(sent(applied), others.map((to) => `${to} ${LANE.control} ConfigChanged`));
  assert.deepEqual(kinds(applied.events), ["ConfigApplied", "OperatorCommandTaken", "ConfigConfirmed"]);
  assert.deepEqual(applied.events.at(-1), { kind: "ConfigConfirmed", version, actor: ADDRESS.risk, atMs: T });
  const restored = decodeState(encodeState(applied.state)) as RiskState;
  assert.deepEqual(sent(step(restored, asked({ kind: "RollBackConfig" }))), sent(applied));
});
