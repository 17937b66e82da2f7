import { sha256Hex } from "../../core/mod.ts";

/** Whether two texts are the same, in a time that tells nothing of either: their hashes are compared to the end. */
export function isSameSecret(a: string, b: string): boolean {
  const left = sha256Hex(a), right = sha256Hex(b);
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i);
  return difference === 0;
}

/** Gives random bytes no one can foresee. */
export type RandomBytes = (length: number) => Uint8Array;

/** Letters and digits that are not mistaken for others when read out: 5 bits each. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A random text of `length` letters and digits, 5 bits each. */
export function randomText(random: RandomBytes, length: number): string {
  return Array.from(random(length), (byte) => ALPHABET[byte & 31]).join("");
}
