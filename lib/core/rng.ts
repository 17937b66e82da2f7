import { sha256Hex } from "./hash.ts";

/** State of a seeded generator (Chris Doty-Humphrey's sfc32: 128 bits, passes PractRand). Plain data, changed in place. */
export interface RngState {
  a: number;
  b: number;
  c: number;
  counter: number;
}

/** Seeded random numbers. The same seed text gives the same numbers on every machine. */
export const Rng = {
  /** A generator from any text; different texts give unrelated streams. */
  create(seed: string): RngState {
    const hex = sha256Hex(seed);
    const word = (i: number) => parseInt(hex.slice(8 * i, 8 * i + 8), 16) | 0;
    return { a: word(0), b: word(1), c: word(2), counter: 1 };
  },

  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(state: RngState): number {
    const sum = (((state.a + state.b) | 0) + state.counter) | 0;
    state.counter = (state.counter + 1) | 0;
    state.a = state.b ^ (state.b >>> 9);
    state.b = (state.c + (state.c << 3)) | 0;
    state.c = (((state.c << 21) | (state.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  },

  /** Integer in [0, n), n >= 1. */
  below(state: RngState, n: number): number {
    return Math.floor(Rng.uniform(state) * n);
  },

  /** Standard normal deviate (Box-Muller, one of the pair). */
  normal(state: RngState): number {
    const radius = Math.sqrt(-2 * Math.log(1 - Rng.uniform(state)));
    return radius * Math.cos(2 * Math.PI * Rng.uniform(state));
  },
} as const;
