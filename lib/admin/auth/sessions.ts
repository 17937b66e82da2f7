import type { RandomBytes } from "./secret_text.ts";

/** A login of the page. */
export interface Session {
  readonly id: string;
  readonly expiresAtMs: number;
}

/**
 * Logins of the page. A cookie carries its id and expiry under a signature whose key comes from the token: so logins
 * survive a restart of the server, end with a change of the token, and cost no memory. Those logged out are remembered
 * until they would have expired, in memory alone.
 */
export interface Sessions {
  /** A new login, and the value of its cookie. */
  open(): Promise<{ readonly session: Session; readonly cookie: string }>;
  /** The login a cookie stands for; null if it is forged, expired or logged out. */
  read(cookie: string): Promise<Session | null>;
  /** Logs out. */
  close(session: Session): void;
  /** Whether a login still holds. */
  isOpen(session: Session): boolean;
}

/** What sessions rest on. */
export interface SessionSpec {
  readonly token: string;
  readonly lifeMs: number;
  readonly random: RandomBytes;
  readonly nowMs: () => number;
}

const ID_BYTES = 16;
const COOKIE_REGEXP = /^([\w-]{22})\.(\d{1,15})\.([\w-]{43})$/;
const BASE64URL = { alphabet: "base64url", omitPadding: true } as const;

export function createSessions({ token, lifeMs, random, nowMs }: SessionSpec): Sessions {
  const key = signingKey(token);
  /** Id -> expiry of those logged out. */
  const closed = new Map<string, number>();
  const isOpen = ({ id, expiresAtMs }: Session) => nowMs() < expiresAtMs && !closed.has(id);
  return {
    isOpen,
    async open() {
      const session = { id: random(ID_BYTES).toBase64(BASE64URL), expiresAtMs: nowMs() + lifeMs };
      const signature = await crypto.subtle.sign("HMAC", await key, signed(session));
      const mark = new Uint8Array(signature).toBase64(BASE64URL);
      return { session, cookie: `${session.id}.${session.expiresAtMs}.${mark}` };
    },
    async read(cookie) {
      const parts = COOKIE_REGEXP.exec(cookie);
      if (parts === null) return null;
      const session = { id: parts[1], expiresAtMs: Number(parts[2]) };
      const mark = Uint8Array.fromBase64(parts[3], { alphabet: "base64url" });
      const isOurs = await crypto.subtle.verify("HMAC", await key, mark, signed(session));
      return isOurs && isOpen(session) ? session : null;
    },
    close({ id, expiresAtMs }) {
      const now = nowMs();
      for (const [old, until] of closed) if (until <= now) closed.delete(old);
      closed.set(id, expiresAtMs);
    },
  };
}

async function signingKey(token: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(`bulkhead page login\n${token}`);
  const hash = { name: "HMAC", hash: "SHA-256" };
  return await crypto.subtle.importKey("raw", bytes, hash, false, ["sign", "verify"]);
}

function signed({ id, expiresAtMs }: Session): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${expiresAtMs}`);
}
