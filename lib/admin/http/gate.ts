import type { Context, MiddlewareHandler } from "hono";
import type { AdminEnv } from "../api/route.ts";
import type { Parts } from "../api/parts.ts";
import { authenticate } from "../auth/authenticate.ts";
import { isSameOrigin, namesOrigin } from "../auth/hosts.ts";
import { addressKey } from "../auth/rate_limit.ts";
import { Refusal, tooManyRequests, unauthorized } from "./api_error.ts";
import type { Doors } from "./doors.ts";

const MAX_URL = 2048;
const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * Everything passes here first: the name it uses for us, its size, who asks, how often, and whether a foreign page sent
 * it. What has no login gets no further than the open doors, whether the path exists or not.
 */
export function gate(parts: Parts, doors: Doors): MiddlewareHandler<AdminEnv> {
  const credentials = {
    token: parts.token,
    sessions: parts.sessions,
    isHttps: parts.config.behind_https,
  };
  return async (c, next) => {
    const { method, path } = c.req;
    const host = hostOf(c);
    if (!doors.isProbe(path)) {
      if (!parts.hosts.isOurs(host)) throw wrongHost();
      checkSize(c, parts.config.body_max_bytes);
    }
    const login = await authenticate(c, credentials);
    c.set("login", login);
    const caller = login === null
      ? `from ${addressOf(c)}`
      : login.kind === "token"
      ? "token"
      : login.session.id;
    if (!doors.isProbe(path)) refuseAfter(parts.requests.take(caller));
    if (login === null && !doors.isOpen(method, path)) {
      if (doors.isPage(path) && SAFE_METHODS.includes(method)) return c.redirect("/login", 303);
      throw unauthorized("Send the header Authorization: Bearer <token>, or log in at /login");
    }
    if (!SAFE_METHODS.includes(method)) {
      const isFromPage = login?.kind === "session";
      if (!isSameOrigin(c.req.raw.headers, host) || (isFromPage && !namesOrigin(c.req.raw.headers))) {
        throw crossOrigin();
      }
      if (path === "/login") refuseAfter(parts.attempts.take(addressOf(c)));
    }
    await next();
  };
}

function hostOf(c: Context): string {
  return c.req.header("host") ?? new URL(c.req.url).host;
}

function checkSize(c: Context, maxBytes: number): void {
  if (c.req.url.length > MAX_URL) {
    throw new Refusal(414, { code: "url_too_long", message: `The URL is longer than ${MAX_URL} characters` });
  }
  if (!isPlainPath(c.req.url)) {
    const message =
      "The path has dots for folders, control characters or back slashes, or is not well encoded";
    throw new Refusal(400, { code: "bad_path", message, path: "path" });
  }
  if (Number(c.req.header("content-length") ?? 0) > maxBytes) {
    const message = `The body is longer than ${maxBytes} bytes`;
    throw new Refusal(413, { code: "body_too_large", message, path: "body" });
  }
}

/**
 * Whether a path means the same to everyone who reads it. Deno hands over paths as they were sent, with "/../" in them; URL
 * resolves that, routers do not, and what one takes for an asset would be something else to another.
 */
function isPlainPath(url: string): boolean {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? "";
  try {
    const decoded = decodeURIComponent(path);
    return !/[\p{Cc}\\]/u.test(decoded) && !decoded.split("/").some((part) => part === "." || part === "..");
  } catch {
    return false;
  }
}

/** The other end of the connection: no header is believed, as anyone can write one. */
function addressOf(c: Context): string {
  const env = c.env as { readonly remoteAddr?: Deno.Addr } | undefined;
  const address = env?.remoteAddr;
  return address !== undefined && "hostname" in address ? addressKey(address.hostname) : "unknown";
}

function refuseAfter(waitMs: number): void {
  if (waitMs > 0) throw tooManyRequests(waitMs);
}

function wrongHost(): Refusal {
  const hint = "Use the address the server listens on, or add the name to admin.allowed_hosts";
  return new Refusal(421, { code: "wrong_host", message: "This server is not called by that name", hint });
}

function crossOrigin(): Refusal {
  const hint = "Pages of other sites may not send commands; programs use a token and no Origin header";
  return new Refusal(403, { code: "cross_origin", message: "The request came from another site", hint });
}
