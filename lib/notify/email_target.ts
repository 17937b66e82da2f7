import { err, ok, type Result } from "../core/mod.ts";
import { isLocal, isLoopback } from "./webhook_target.ts";

/** Where e-mail goes. */
export interface EmailTarget {
  /** `host:port`, as a net permission is written. */
  readonly host: string;
}

/** How the connection is made secret. none is for a server on this machine alone. */
export type EmailSecurity = "starttls" | "tls" | "none";

/** The server, and who writes to whom. */
export interface EmailPlace {
  readonly host: string;
  readonly port: number;
  /** starttls: nothing is said before the upgrade, and nothing at all where there is none; tls: from the first byte. */
  readonly security: EmailSecurity;
  /** "" for a server that asks for no login. */
  readonly user: string;
  /** Address of the sender. */
  readonly from: string;
  readonly to: readonly string[];
  /** Whether the server may be on this machine. */
  readonly allowLoopback: boolean;
}

const HOST_REGEXP = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?)$/;
/** One plain address: no name, no list, nothing that could begin another header or recipient. */
export const ADDRESS_REGEXP =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/**
 * Checks server, security and addresses. Without encryption only to this machine, and this machine and link-local addresses only
 * if allowed. Names are not looked up. The refusal repeats neither addresses nor user.
 */
export function emailTarget(place: EmailPlace): Result<EmailTarget, string> {
  const { host, port, security, allowLoopback, from, to } = place;
  const url = HOST_REGEXP.test(host) ? URL.parse(`http://${bracketed(host)}:${port}`) : null;
  if (url === null || !(port >= 1)) {
    return err("E-mail refused: a host name and a port from 1 to 65535 are needed");
  }
  if (isLocal(url.hostname) && !allowLoopback) {
    return err(
      "E-mail refused: the host is this machine or its network segment: set notify.email.allow_loopback if that is meant",
    );
  }
  if (security === "none" && !isLoopback(url.hostname)) {
    return err("E-mail refused: security none is for a server on this machine; use starttls or tls");
  }
  if (!ADDRESS_REGEXP.test(from)) return err("E-mail refused: 'from' must be one plain address");
  if (to.length === 0 || !to.every((address) => ADDRESS_REGEXP.test(address))) {
    return err("E-mail refused: 'to' must be one or more plain addresses");
  }
  return ok({ host: `${url.hostname}:${port}` });
}

const bracketed = (host: string): string => host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
