import type { AdminPorts } from "../ports.ts";

/** The symbol a text of a request means: as it is written, or with dashes and in any case; null if there is none. */
export function findSymbol(ports: Pick<AdminPorts, "symbols">, text: string): string | null {
  const symbols = ports.symbols();
  if (symbols.includes(text)) return text;
  const wanted = dashed(text);
  const found = symbols.filter((symbol) => dashed(symbol) === wanted);
  return found.length === 1 ? found[0] : null;
}

function dashed(symbol: string): string {
  return symbol.replace(/[/:_]/g, "-").toUpperCase();
}
