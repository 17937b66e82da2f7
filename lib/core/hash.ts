import { createHash, hash } from "node:crypto";

/** SHA-256 of a UTF-8 text or of bytes, as 64 lower-case hex digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A running SHA-256 over many pieces. */
export interface Hasher {
  update(data: string): void;
  /** Ends the hash; update() may not be called again. */
  hex(): string;
}

/** Starts a running SHA-256. */
export function createHasher(): Hasher {
  const hash = createHash("sha256");
  return { update: (data) => void hash.update(data), hex: () => hash.digest("hex") };
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The first `length` (<= 51) base-32 characters (RFC 4648 alphabet) of the SHA-256 of a text. */
export function sha256Base32(text: string, length: number): string {
  // as hex: the runtime makes a text of a digest in half the time it takes to make a buffer of it
  const hex = hash("sha256", text, "hex");
  let out = "", buffer = 0, bits = 0;
  for (let i = 0; out.length < length; i++) {
    buffer = ((buffer << 4) | hexDigit(hex.charCodeAt(i))) & 0xff;
    bits += 4;
    if (bits < 5) continue;
    bits -= 5;
    out += BASE32[(buffer >> bits) & 31];
  }
  return out;
}

/** Value of a lower-case hex digit by its code. */
const hexDigit = (code: number): number => code < 58 ? code - 48 : code - 87;
