import { type LatchName, PORTFOLIO_SCOPE } from "../../risk/mod.ts";
import type { AccountReported, Case, DifferenceKind, ReconciliationContext, RiskReported } from "./state.ts";

/** Latches that two clean passes take back; the others are an operator's, or have their own way out. */
const OURS: readonly LatchName[] = ["starting", "stale", "unreconciled"];

/** Findings that keep entries off. An order too many or too few is repaired while trading goes on. */
const LATCHING: readonly DifferenceKind[] = [
  "missing protection",
  "unknown position",
  "phantom position",
  "quantity mismatch",
  "side mismatch",
  "balance drift",
];

/** Keeps entries off because of a finding: of its symbol, or of all by reconcile.on_mismatch. */
export function latchFor(ctx: ReconciliationContext, { what, symbol }: Case): void {
  const { on_mismatch, operator_resume } = ctx.spec.reconcile;
  if (what === "foreign position") return;
  if (on_mismatch === "pause") {
    setLatch(ctx, PORTFOLIO_SCOPE, "unreconciled", `${what} ${symbol}`);
    if (operator_resume) setLatch(ctx, PORTFOLIO_SCOPE, "operator", `resume after: ${what} ${symbol}`);
  } else if (LATCHING.includes(what)) setLatch(ctx, symbol, "unreconciled", what);
}

/** Sets a latch at risk. */
export function setLatch(ctx: ReconciliationContext, scope: string, name: LatchName, cause: string): void {
  ctx.out.changes.push({ kind: "ChangeLatch", scope, name, on: true, cause, atMs: ctx.nowMs });
}

/** Something happened to a scope: clean passes count from here. */
export function restartCount(ctx: ReconciliationContext, scope: string): void {
  for (const latch of ctx.state.latches) {
    if (latch.scope === scope || latch.scope === PORTFOLIO_SCOPE) latch.cleanPasses = 0;
  }
}

/** Counts a finished pass for every latch that is set, and takes back those that have had enough clean ones. */
export function countPass(ctx: ReconciliationContext, risk: RiskReported, account: AccountReported): void {
  const { state, spec, out, nowMs: atMs } = ctx;
  const before = state.latches;
  state.latches = [];
  for (const { scope, name } of risk.latches) {
    if (!OURS.includes(name)) continue;
    const known = before.find((latch) => latch.scope === scope && latch.name === name);
    const cleanPasses = isClean(state.cases, scope) ? (known?.cleanPasses ?? 0) + 1 : 0;
    if (cleanPasses < spec.reconcile.clean_passes) {
      state.latches.push({ scope, name, cleanPasses });
      continue;
    }
    const cause = `${cleanPasses} clean passes`;
    // the opening balance goes with the latch
    if (name === "starting") {
      out.changes.push({ kind: "BookReconciled", walletBalance: account.walletBalance, atMs });
    } else out.changes.push({ kind: "ChangeLatch", scope, name, on: false, cause, atMs });
  }
}

/** A scope is clean without any difference of its own; the portfolio without any at all that matters. */
function isClean(cases: readonly Case[], scope: string): boolean {
  return !cases.some(({ what, symbol }) =>
    what !== "foreign position" && (scope === PORTFOLIO_SCOPE || symbol === scope)
  );
}
