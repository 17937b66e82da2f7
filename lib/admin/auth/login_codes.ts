import { sha256Hex } from "../../core/mod.ts";
import { type RandomBytes, randomText } from "./secret_text.ts";

/** 10 characters of 5 bits: one in 10^15 for each of the few guesses allowed. */
const HALF = 5;
/** Most codes that can be used at one time; the oldest goes first. */
const MAX_OPEN = 16;

/** A code that logs one browser in, once. */
export interface LoginCode {
  /** As people type it: "ABCDE-FGHJK". */
  readonly code: string;
  readonly expiresAtMs: number;
}

/** One-time login codes. Only their hashes are kept. */
export interface LoginCodes {
  issue(): LoginCode;
  /** True once for each code issued, until it expires. Case, spaces and dashes do not matter. */
  use(code: string): boolean;
}

/** Codes that live for `lifeMs`. */
export function createLoginCodes(random: RandomBytes, nowMs: () => number, lifeMs: number): LoginCodes {
  /** Hash -> expiry, oldest first. */
  const open = new Map<string, number>();
  return {
    issue() {
      if (open.size >= MAX_OPEN) open.delete(open.keys().next().value!);
      const code = `${randomText(random, HALF)}-${randomText(random, HALF)}`;
      const expiresAtMs = nowMs() + lifeMs;
      open.set(hashOf(code), expiresAtMs);
      return { code, expiresAtMs };
    },
    use(code) {
      const hash = hashOf(code);
      const expiresAtMs = open.get(hash);
      open.delete(hash);
      return expiresAtMs !== undefined && nowMs() < expiresAtMs;
    },
  };
}

function hashOf(code: string): string {
  return sha256Hex(code.toUpperCase().replace(/[\s-]/g, ""));
}
