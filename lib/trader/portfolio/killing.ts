import { type Latch, PORTFOLIO_SCOPE, systemScope } from "../../risk/mod.ts";
import type { Notice } from "../notice.ts";
import { changeLatch, recauseLatch } from "./latching.ts";
import { type PortfolioOut, type PortfolioSpec, type PortfolioState, symbolIndex } from "./state.ts";

/** Ends the cause of a kill latch once nothing of its scope is held any more. */
const FLAT = "; flat by the venue's word";

/** Symbols of a scope that operators may name; null for one that there is none of. */
export function symbolsOf({ symbols, system }: PortfolioSpec, scope: string): readonly string[] | null {
  if (scope === PORTFOLIO_SCOPE || scope === systemScope(system)) return symbols;
  return symbols.includes(scope) ? [scope] : null;
}

/** Every scope that operators may name. */
export const scopesOf = ({ symbols, system }: PortfolioSpec): readonly string[] => [
  PORTFOLIO_SCOPE,
  systemScope(system),
  ...symbols,
];

/** Latches entries off by the kill switch and has execution flatten the scope; pulled again, it begins again. */
export function pullKill(
  spec: PortfolioSpec,
  state: PortfolioState,
  scope: string,
  { flattenId, cause, atMs }: { readonly flattenId: string; readonly cause: string; readonly atMs: number },
  out: PortfolioOut,
): void {
  recauseLatch(state, { scope, name: "kill", cause }, atMs, out);
  const symbols = symbolsOf(spec, scope)!;
  for (const symbol of symbols) {
    state.operator.kills[symbolIndex(spec, symbol)] = { flattenId, isFlat: false };
  }
  out.orders.push({ kind: "FlattenSymbols", flattenId, symbols: [...symbols], reason: cause, atMs });
}

/**
 * Execution tells where the kill switch of a symbol stands. Where nobody asked risk for it, somebody asked execution itself:
 * entries are latched off all the same.
 */
export function noteFlatten(
  spec: PortfolioSpec,
  state: PortfolioState,
  { symbol, flattenId, isFlat, atMs }: Extract<Notice, { kind: "FlattenReported" }>,
  out: PortfolioOut,
): void {
  const { kills } = state.operator;
  const index = symbolIndex(spec, symbol);
  const kill = kills[index] ??= { flattenId, isFlat };
  // of a switch that was pulled again since
  if (kill.flattenId !== flattenId && !isFlat) kills[index] = { flattenId, isFlat };
  else if (kill.flattenId === flattenId) kill.isFlat = isFlat;
  const isLatched = state.latches.some((latch) => latch.name === "kill" && covers(spec, latch, symbol));
  if (!isLatched) {
    changeLatch(state, { scope: symbol, name: "kill", cause: `flatten ${flattenId}` }, true, atMs, out);
  }
  for (const latch of state.latches) {
    if (latch.name === "kill" && covers(spec, latch, symbol)) tellFlat(spec, state, latch, atMs, out);
  }
}

/** Says in a latch's cause whether all of its scope is flat. */
function tellFlat(
  spec: PortfolioSpec,
  state: PortfolioState,
  latch: Latch,
  atMs: number,
  out: PortfolioOut,
): void {
  const asked = latch.cause.endsWith(FLAT) ? latch.cause.slice(0, -FLAT.length) : latch.cause;
  const isFlat = symbolsOf(spec, latch.scope)!.every((symbol) =>
    state.operator.kills[symbolIndex(spec, symbol)]?.isFlat
  );
  recauseLatch(state, { ...latch, cause: isFlat ? asked + FLAT : asked }, atMs, out);
}

const covers = (spec: PortfolioSpec, { scope }: Latch, symbol: string): boolean =>
  symbolsOf(spec, scope)?.includes(symbol) ?? false;

/** Takes every kill latch back; returns why it may not be, "" if it was. */
export function rearm(
  spec: PortfolioSpec,
  state: PortfolioState,
  cause: string,
  atMs: number,
  out: PortfolioOut,
): string {
  const { kills } = state.operator;
  const latches = state.latches.filter(({ name }) => name === "kill");
  const killed = spec.symbols.filter((_, i) => kills[i] !== null);
  if (latches.length === 0 && killed.length === 0) return "the kill switch is not latched";
  const held = killed.filter((symbol) => {
    const i = symbolIndex(spec, symbol);
    return !kills[i]!.isFlat || state.book.holdings[i]!.qtySteps !== 0;
  });
  if (held.length > 0) return `not flat yet: ${held.join(", ")}; wait, or flatten again`;
  for (const { scope, name } of latches) changeLatch(state, { scope, name, cause }, false, atMs, out);
  kills.fill(null);
  if (killed.length > 0) out.orders.push({ kind: "RearmSymbols", symbols: killed, atMs });
  return "";
}
