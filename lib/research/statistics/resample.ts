import { Rng, type RngState } from "../../core/mod.ts";

/** Puts `places` into a random order in place (Fisher-Yates); every order is equally likely. */
export function shuffle(places: Int32Array, rng: RngState): void {
  for (let i = places.length - 1; i > 0; i--) {
    const other = Rng.below(rng, i + 1);
    const kept = places[i];
    places[i] = places[other];
    places[other] = kept;
  }
}

/**
 * Fills `places` with draws from 0..count - 1 in blocks of consecutive places that wrap around the end, of a geometric
 * length with mean `meanBlock` >= 1 (the stationary bootstrap, Politis & Romano 1994). At 1 every draw is independent.
 */
export function drawBlocks(places: Int32Array, count: number, options: {
  readonly meanBlock: number;
  readonly rng: RngState;
}): void {
  const { meanBlock, rng } = options;
  if (!(meanBlock >= 1)) {
    throw new RangeError(`Cannot resample as 'meanBlock' must be at least 1: current value is ${meanBlock}`);
  }
  for (let i = 0; i < places.length; i++) {
    const continues = i > 0 && meanBlock > 1 && Rng.uniform(rng) >= 1 / meanBlock;
    places[i] = continues ? (places[i - 1] + 1) % count : Rng.below(rng, count);
  }
}
