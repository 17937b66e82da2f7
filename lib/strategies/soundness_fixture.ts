import assert from "node:assert/strict";
import type { Signal } from "./signal.ts";
import type { StrategyView } from "./view.ts";

/** For tests: what must hold for every signal of every strategy, whatever the view. */
export function assertSound(signal: Signal, view: StrategyView, rewardRiskMin: number): void {
  const { side, anchorTicks: anchor, stopTicks: stop, targetCount, targetTicks, targetSharePct } = signal;
  if (side === 0) throw new Error("There is no signal to judge");
  const text = JSON.stringify(signal);
  const close = view.entry.close * 2;
  assert.equal(anchor, side === 1 ? Math.ceil(close) : Math.floor(close), text);
  assert.ok(Number.isInteger(stop) && stop > 0 && (anchor - stop) * side > 0, text);
  assert.ok(targetCount === 1 || targetCount === 2, text);
  let before = anchor, share = 0;
  for (let i = 0; i < targetCount; i++) {
    assert.ok(Number.isInteger(targetTicks[i]) && targetTicks[i] > 0, text);
    assert.ok((targetTicks[i] - anchor) * side > 0 && (targetTicks[i] - before) * side >= 0, text);
    before = targetTicks[i];
    share += targetSharePct[i];
  }
  assert.equal(share, 100, text);
  assert.equal(signal.rewardRisk, (targetTicks[0] - anchor) / (anchor - stop), text);
  assert.ok(signal.rewardRisk >= rewardRiskMin, text);
  assert.equal(signal.leverage, 1);
  assert.equal(signal.score, view.confidence);
  assert.notEqual(signal.rule, "");
}
