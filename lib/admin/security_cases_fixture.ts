import type { Route } from "./api/route.ts";
import { type Asked, TOKEN } from "./app_fixture.ts";

/** A hostile or mistaken request for a route, and the statuses that are right for it. */
export interface SecurityCase {
  readonly name: string;
  /** How to ask; null where the case does not exist for this route. */
  ask(route: Route, path: string, cookie: string): (Asked & { method: string; path: string }) | null;
  expected(route: Route): readonly number[];
}

const EVIL = "https://evil.example";
/** Longer than any body may be. */
const HUGE = JSON.stringify({ reason: "x".repeat(100_000) });

const isPost = ({ method }: Route) => method === "POST";
const isOpen = ({ isOpen }: Route) => isOpen === true;
const withoutLogin = (route: Route) =>
  isOpen(route) ? (isPost(route) ? [400] : [200]) : route.path === "/api/reference" ? [303] : [401];
const body = (route: Route) => isPost(route) ? { body: validBody(route) } : {};
/** What the answer is where nothing is wrong: a text of the fake run, or a refusal of its own. */
const fine = (route: Route) => isPost(route) ? [200, 204, 401, 409] : [200];

/** A body that the route takes. */
export function validBody({ path }: Route): unknown {
  if (path === "/login") return { code: "AAAAA-BBBBB" };
  if (path.endsWith("/flatten")) return { reason: "a test", confirm: "FLATTEN" };
  if (/pause|resume|rearm|restart/.test(path)) return { reason: "a test" };
  if (path === "/api/market/speed") return { barsPerSecond: 5 };
  if (path === "/api/config/stage") return { patch: { "system.risk.risk_per_trade_pct": 0.4 } };
  return {};
}

function post(
  name: string,
  ask: (route: Route, path: string, cookie: string) => Asked,
  expected: number[],
): SecurityCase {
  return {
    name,
    ask: (route, path, cookie) =>
      isPost(route) ? { method: "POST", path, ...ask(route, path, cookie) } : null,
    expected: () => expected,
  };
}

function any(
  name: string,
  ask: (route: Route, path: string) => Asked & { method?: string; path?: string },
  expected: (route: Route) => readonly number[],
): SecurityCase {
  return {
    name,
    ask: (route, path) => ({ method: route.method, path, ...body(route), ...ask(route, path) }),
    expected,
  };
}

const bearer = (token: string) => ({ hasToken: false, headers: { authorization: `Bearer ${token}` } });

/** Every case, in the order of the table's columns. */
export const SECURITY_CASES: readonly SecurityCase[] = [
  any("good", () => ({}), fine),
  any("no token", (route) => ({ hasToken: false, ...(isPost(route) ? { body: {} } : {}) }), withoutLogin),
  any(
    "wrong token",
    (route) => ({ ...bearer("b".repeat(31)), ...(isPost(route) ? { body: {} } : {}) }),
    withoutLogin,
  ),
  any(
    "part of token",
    (route) => ({ ...bearer(TOKEN.slice(0, -1)), ...(isPost(route) ? { body: {} } : {}) }),
    withoutLogin,
  ),
  any("forged cookie", (route) => ({
    hasToken: false,
    headers: {
      cookie: `bulkhead=${"A".repeat(22)}.9999999999999.${"A".repeat(43)}`,
      "sec-fetch-site": "same-origin",
    },
    ...(isPost(route) ? { body: {} } : {}),
  }), withoutLogin),
  any("wrong method", () => ({ method: "DELETE" }), () => [405]),
  any("preflight", () => ({
    method: "OPTIONS",
    headers: { origin: EVIL, "access-control-request-method": "POST" },
  }), () => [405]),
  any("wrong method, no token", () => ({ method: "PUT", hasToken: false }), () => [401]),
  any("slash after", (_, path) => ({ path: `${path.split("?")[0]}/` }), () => [404]),
  any("slashes before", (_, path) => ({ path: `http://localhost//x/..//${path}` }), () => [404]),
  any(
    "climbing",
    (_, path) => ({ path: `http://localhost${path.split("?")[0]}/..%2f..%2fetc%2fpasswd` }),
    () => [400],
  ),
  any(
    "climbing, no token",
    (_, path) => ({ path: `${path.split("?")[0]}/..%2f..%2fetc`, hasToken: false }),
    () => [400],
  ),
  any("NUL in path", (_, path) => ({ path: `${path.split("?")[0]}%00.css` }), () => [400]),
  any("CRLF in path", (_, path) => ({ path: `${path}%0d%0aSet-Cookie:%20a=b` }), () => [400]),
  any("unknown query", (_, path) => ({ path: `${path}?${TOKEN}=1` }), () => [400]),
  any(
    "foreign host",
    () => ({ headers: { host: "evil.example" } }),
    (route) => isProbe(route) ? [200] : [421],
  ),
  post("huge body", () => ({ body: HUGE }), [413]),
  post("bad JSON", () => ({ body: '{"reason": ' }), [400]),
  post("no object", () => ({ body: "[1]" }), [400]),
  post(
    "not UTF-8 type",
    () => ({ body: "{}", headers: { "content-type": "application/json; charset=utf-16" } }),
    [415],
  ),
  post("form", (route) => ({ body: validBody(route), headers: { "content-type": "text/plain" } }), [415]),
  post("unknown field", (route) => ({ body: { ...validBody(route) as object, [TOKEN]: 1 } }), [400]),
  post("CRLF in reason", (route) => ({
    body: { ...validBody(route) as object, reason: "calm\r\nSet-Cookie: a=b" },
  }), [400]),
  post("cross-origin", (route) => ({ body: validBody(route), headers: { origin: EVIL } }), [403]),
  post("cross-site", (route) => ({ body: validBody(route), headers: { "sec-fetch-site": "cross-site" } }), [
    403,
  ]),
  post("other port", (route) => ({ body: validBody(route), headers: { origin: "http://localhost:9999" } }), [
    403,
  ]),
  post("cookie, cross-origin", (route, _, cookie) => ({
    ...{ body: validBody(route), hasToken: false },
    headers: { cookie, origin: EVIL },
  }), [403]),
  post("cookie, no origin", (route, _, cookie) => ({
    ...{ body: validBody(route), hasToken: false, headers: { cookie } },
  }), [403]),
  post("cookie, own page", (route, _, cookie) => ({
    ...{ body: validBody(route), hasToken: false },
    headers: { cookie, origin: "http://localhost", "sec-fetch-site": "same-origin" },
  }), [200, 204, 401, 403, 409]),
];

function isProbe({ path }: Route): boolean {
  return path.startsWith("/health/");
}
