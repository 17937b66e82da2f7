import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { Login } from "./login.ts";
import { isSameSecret } from "./secret_text.ts";
import type { Sessions } from "./sessions.ts";

/** Name of the page's cookie; by https browsers take it from this very host alone (RFC 6265bis, "__Host-"). */
export const COOKIE = "bulkhead";

/** What logins are checked by. */
export interface Credentials {
  readonly token: string;
  readonly sessions: Sessions;
  readonly isHttps: boolean;
}

/** Longer ones are not ours, and not worth hashing. */
const MAX_HEADER = 1024;

/** Who asks. A token that is given and wrong is not made good by a cookie. */
export async function authenticate(
  c: Context,
  { token, sessions, isHttps }: Credentials,
): Promise<Login | null> {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const given = header.length > MAX_HEADER ? null : /^Bearer +(\S+)$/i.exec(header);
    return given !== null && isSameSecret(given[1], token) ? { kind: "token" } : null;
  }
  const cookie = isHttps ? getCookie(c, COOKIE, "host") : getCookie(c, COOKIE);
  if (cookie === undefined || cookie.length > MAX_HEADER) return null;
  const session = await sessions.read(cookie);
  return session === null ? null : { kind: "session", session };
}
