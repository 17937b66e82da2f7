import type { Config } from "../config/mod.ts";
import { Refusal } from "./exit.ts";
import { type Parsed, text } from "./options.ts";

/** How a market reads the names of what is traded on it. */
export interface SymbolNaming<T> {
  /** Names of the command line that count where --symbols is not written, before those of the configuration. */
  readonly others: readonly string[];
  /** What a name means; may refuse it. */
  readonly find: (name: string) => T;
  /** What is asked where nothing is named. */
  readonly question: string;
}

/**
 * What is to be traded, each symbol once: what --symbols names, else the others, else what the configuration enables. Refuses
 * where there is none, and where system.symbols disables one.
 */
export function namedSymbols<T extends { readonly symbol: string }>(
  parsed: Parsed,
  { system: { symbols: own } }: Config,
  { others, find, question }: SymbolNaming<T>,
): T[] {
  const written = text(parsed, "symbols")?.split(",").map((it) => it.trim()).filter((it) => it !== "");
  const enabled = () => Object.keys(own).filter((symbol) => own[symbol]!.enabled);
  const names = written ?? (others.length > 0 ? others : enabled());
  if (names.length === 0) throw new Refusal(question);
  const bySymbol = new Map(names.map(find).map((it) => [it.symbol, it]));
  const disabled = [...bySymbol.keys()].filter((symbol) => own[symbol]?.enabled === false);
  if (disabled.length > 0) {
    throw new Refusal(`Disabled by system.symbols: ${disabled.join(", ")}. Enable it or leave it out.`);
  }
  return [...bySymbol.values()];
}
