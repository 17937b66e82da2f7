/** How requests may name this server, and from where they may come. */
export interface Hosts {
  /** Whether a Host header is one of ours: else another site's name was pointed at this address (DNS rebinding). */
  isOurs(host: string): boolean;
}

/** What the server may be called. */
export interface HostSpec {
  readonly isLoopback: boolean;
  readonly allowedHosts: readonly string[];
}

const HOST_REGEXP = /^(\[[0-9a-fA-F:.]{2,45}\]|[a-zA-Z0-9._-]{1,253})(?::\d{1,5})?$/;
const ADDRESS_REGEXP = /^(?:\[.*\]|\d{1,3}(?:\.\d{1,3}){3})$/;
const OWN_NAME_REGEXP = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * On loopback: its addresses, "localhost" and the allowed names. Elsewhere: any address (only names can be pointed
 * elsewhere) and the allowed names, or any name where none is listed.
 */
export function createHosts({ isLoopback, allowedHosts }: HostSpec): Hosts {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()));
  return {
    isOurs(host) {
      const name = HOST_REGEXP.exec(host)?.[1].toLowerCase();
      if (name === undefined) return false;
      if (OWN_NAME_REGEXP.test(name) || allowed.has(name)) return true;
      return !isLoopback && (allowed.size === 0 || ADDRESS_REGEXP.test(name));
    },
  };
}

/**
 * Whether a request that changes something was sent by a page of ours or by no page at all (programs send neither
 * header). Browsers set both by themselves; a page cannot.
 */
export function isSameOrigin(headers: Headers, host: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  return origin === null || URL.parse(origin)?.host === host.toLowerCase();
}

/** Whether a browser has said where a request comes from: all that know cookies do, for what is not a GET. */
export function namesOrigin(headers: Headers): boolean {
  return headers.has("sec-fetch-site") || headers.has("origin");
}
