/** A settlement to come, or just past, with the rate as last told. */
interface Settlement {
  readonly atMs: number;
  readonly rate: number;
}

/** The settlement each symbol comes to next, and the one before it. */
export interface FundingRates {
  readonly bySymbol: Map<string, readonly Settlement[]>;
}

/** Companion: what a venue says of rates before they are settled, kept until the candle that ends then is told. */
export const FundingRates = { create, told, at };

function create(): FundingRates {
  return { bySymbol: new Map() };
}

/** The venue says what will be settled. Where it does not say when, it is at the next multiple of the interval. */
function told(
  { bySymbol }: FundingRates,
  notice: {
    readonly symbol: string;
    readonly rate: number | null;
    readonly settlesMs: number | null;
    readonly atMs: number;
  },
  intervalMs: number,
): void {
  const { symbol, rate } = notice;
  if (rate === null) return;
  const atMs = notice.settlesMs ?? (Math.floor(notice.atMs / intervalMs) + 1) * intervalMs;
  const [next, ...before] = bySymbol.get(symbol) ?? [];
  const known = next === undefined || next.atMs === atMs ? before : [next];
  bySymbol.set(symbol, [{ atMs, rate }, ...known]);
}

/** Rate that was settled for a symbol then; NaN where none was, or nobody said so. */
function at({ bySymbol }: FundingRates, symbol: string, atMs: number): number {
  return bySymbol.get(symbol)?.find((settlement) => settlement.atMs === atMs)?.rate ?? NaN;
}
