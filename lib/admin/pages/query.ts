import type { AdminPorts, PnlRange } from "../ports.ts";

/** What of the page the address chooses, so that every view of it can be linked to and works without scripts. */
export interface PageQuery {
  readonly symbol: string;
  readonly range: PnlRange;
  /** First of the trades shown. */
  readonly tradesOffset: number;
  /** Close of the bar whose why is shown; "" is the newest. */
  readonly why: string;
}

export const RANGES: readonly PnlRange[] = ["1d", "7d", "30d", "all"];
const MAX_OFFSET = 1_000_000_000;
const TIME_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{3})?)?Z$/;

/** Reads the address; what is unknown or wrong is as if it were not there. */
export function pageQuery(search: URLSearchParams, ports: Pick<AdminPorts, "symbols">): PageQuery {
  const symbols = ports.symbols();
  const symbol = search.get("symbol") ?? "",
    range = search.get("range") as PnlRange,
    why = search.get("why") ?? "";
  const offset = Number(search.get("trades") ?? 0);
  return {
    symbol: symbols.includes(symbol) ? symbol : symbols[0] ?? "",
    range: RANGES.includes(range) ? range : "30d",
    tradesOffset: Number.isInteger(offset) && offset >= 0 && offset <= MAX_OFFSET ? offset : 0,
    why: TIME_REGEXP.test(why) && !Number.isNaN(Date.parse(why)) ? new Date(why).toISOString() : "",
  };
}
