import { Checks, type Intent } from "../../domain/mod.ts";
import { RAW } from "../../market/mod.ts";
import { classify, REGIME_NAMES, RegimeFeatures } from "../../regime/mod.ts";
import { route } from "../../strategies/mod.ts";
import type { DecisionRecord, IntentRecord } from "../events.ts";
import { ANY_REGIME } from "./alone.ts";
import type { SymbolDesk } from "./desk.ts";

/** Reused: regime rules of a record are worked out from the kept features, so a restart changes nothing. */
const regimeChecks = Checks.create();

const known = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** The symbol's part of a decision record; an intent's verdict is risk's to give. */
export function draftDecision(
  desk: SymbolDesk,
  atMs: number,
  reason: string,
  intent: Intent | null,
): DecisionRecord {
  const { spec, state, checks, raw } = desk;
  const { regime } = state, isRouted = desk.loneSlots === null;
  Checks.reset(regimeChecks);
  if (isRouted) classify(spec.regime, state.features, raw, regimeChecks);
  const { strategy } = route(desk.router, regime.current);
  return {
    id: `${spec.symbol}:${atMs}`,
    atMs,
    system: spec.system,
    symbol: spec.symbol,
    historyFromMs: state.historyFromMs,
    historySource: spec.historySource,
    regime: isRouted ? REGIME_NAMES[regime.current]! : ANY_REGIME,
    confidence: desk.view.confidence,
    rawRegime: isRouted ? REGIME_NAMES[regime.raw]! : ANY_REGIME,
    contraryBars: regime.contraryBars,
    strategy: strategy?.name ?? "",
    features: isRouted ? featureRecord(desk) : loneRecord(desk),
    checks: [...Checks.toRecords(regimeChecks), ...Checks.toRecords(checks)],
    intent: intent === null ? null : intentRecord(intent),
    riskChecks: [],
    sizing: null,
    verdict: state.trade !== null && intent === null ? "holding" : "no_trade",
    reason,
  };
}

function featureRecord(desk: SymbolDesk): Record<string, number | null> {
  const { entry, setup, trend } = desk.view;
  return {
    ...RegimeFeatures.toRecord(desk.state.features),
    close: entry.close,
    entryAtr: known(entry.atr),
    entryRsi: known(entry.rsi),
    entryBandMid: known(entry.bbMid),
    entryBandUpper: known(entry.bbUpper),
    entryBandLower: known(entry.bbLower),
    setupEma20: known(setup.ema20),
    setupEma50: known(setup.ema50),
    setupRsi: known(setup.rsi),
    trendClose: known(trend.close),
    trendEma20: known(trend.ema20),
    trendEma50: known(trend.ema50),
  };
}

/** What a lone strategy read: its own features and the close. */
function loneRecord({ state: { entry } }: SymbolDesk): Record<string, number | null> {
  const record: Record<string, number | null> = { close: entry.values[3]! };
  for (let i = RAW.length; i < entry.names.length; i++) record[entry.names[i]!] = known(entry.values[i]!);
  return record;
}

function intentRecord(intent: Intent): IntentRecord {
  return {
    id: intent.id,
    side: intent.side === 1 ? "long" : "short",
    rule: intent.rule,
    anchorTicks: String(intent.anchorTicks),
    stopTicks: String(intent.stopTicks),
    targets: intent.targets.map((t) => ({ ticks: String(t.ticks), sharePct: t.sharePct })),
    score: intent.score,
  };
}
