/** Lists up to here are searched, as fast as a table and without one. */
const FEW = 8;

/** Tables of longer lists, made once: lists of symbols are a run's own and never change. */
const tables = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Place of a symbol in a run's list; -1 when it is none of the run's. The same in a list of any length. */
export function indexOfSymbol(symbols: readonly string[], symbol: string): number {
  if (symbols.length <= FEW) return symbols.indexOf(symbol);
  let table = tables.get(symbols);
  if (table === undefined) tables.set(symbols, table = new Map(symbols.map((name, i) => [name, i])));
  return table.get(symbol) ?? -1;
}
