import { err, ok, type Result } from "../../core/mod.ts";
import { type RandomBytes, randomText } from "./secret_text.ts";

/** Fewer characters could be guessed. */
export const MIN_TOKEN_LENGTH = 16;

/** Whether an address can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/**
 * Why a token must not be used; null if it may. It is checked before anything listens, as everything else rests on it.
 */
export function tokenFault(token: string): string | null {
  if (token.length < MIN_TOKEN_LENGTH) {
    return `Admin token refused: it has ${token.length} characters, and must have at least ${MIN_TOKEN_LENGTH}`;
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return "Admin token refused: it must be of printable ASCII characters without spaces, as it travels in a header";
  }
  return null;
}

/** The token a server is to use, and whether it was made up for this run, so that it must be shown to the operator. */
export interface ChosenToken {
  readonly token: string;
  readonly isMadeUp: boolean;
}

/** 160 bits. */
const MADE_UP_LENGTH = 32;

/**
 * The operator's token; where there is none, one made up for this run, but only on loopback: elsewhere a server without a
 * token of the operator's choice is refused. `name` is where the token is looked for.
 */
export function chooseToken(
  given: string | undefined,
  { host, name, random }: { readonly host: string; readonly name: string; readonly random: RandomBytes },
): Result<ChosenToken, string> {
  if (given !== undefined && given !== "") {
    const fault = tokenFault(given);
    return fault === null ? ok({ token: given, isMadeUp: false }) : err(`${fault} (${name})`);
  }
  if (isLoopback(host)) return ok({ token: randomText(random, MADE_UP_LENGTH), isMadeUp: true });
  return err(
    `Admin server refused: it would listen on ${host}, beyond this machine, without a token; set ${name}`,
  );
}
