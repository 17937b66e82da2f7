import type { ShippedSystem } from "./cases.ts";

/** A size, and what it took. */
export interface Grown {
  readonly bars: number;
  readonly symbols: number;
  readonly ms: number;
  readonly peakMib: number;
}

/** 100,000 to 10 million bars of one symbol, and 100,000 bars of one to a hundred. */
export const SIZES: readonly (readonly [bars: number, symbols: number])[] = [
  [100_000, 1],
  [1_000_000, 1],
  [10_000_000, 1],
  [100_000, 10],
  [100_000, 100],
];

/** Runs one size in a process of its own; throws with its words where it fails. */
export async function grow(system: ShippedSystem, bars: number, symbols: number): Promise<Grown> {
  const script = new URL("growth_case.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "-A", script, system, String(bars), String(symbols)],
  }).output();
  const text = new TextDecoder();
  if (code !== 0) {
    throw new Error(`Cannot measure ${bars} bars of ${symbols} symbols: ${text.decode(stderr)}`);
  }
  return { bars, symbols, ...JSON.parse(text.decode(stdout)) };
}

/** Nanoseconds for one bar of one symbol. */
export const nsPerBar = ({ bars, symbols, ms }: Grown): number => (1e6 * ms) / (bars * symbols);

/**
 * Whether time grows no faster than the bars: the largest of each row of sizes costs at most `most` times what the middle
 * one costs a bar. (The smallest is still being compiled.)
 */
export function isLinear(grown: readonly Grown[], most: number): boolean {
  const [, middle, longest, ten, hundred] = grown.map(nsPerBar);
  return longest! <= most * middle! && hundred! <= most * ten!;
}
