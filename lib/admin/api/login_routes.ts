import { deleteCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import { COOKIE } from "../auth/authenticate.ts";
import { isSameSecret } from "../auth/secret_text.ts";
import { CHALLENGE, Refusal } from "../http/api_error.ts";
import type { Parts } from "./parts.ts";
import * as request from "./request_schema.ts";
import { type Route, route } from "./route.ts";

const HOUR_SECONDS = 3600;

/** Logging a browser in and out. */
export function loginRoutes({ config, token, sessions, codes }: Parts): Route[] {
  const cookie: CookieOptions = {
    ...{ path: "/", httpOnly: true, sameSite: "Strict" as const, secure: config.behind_https },
    ...(config.behind_https ? { prefix: "host" as const } : {}),
  };
  return [
    route({
      ...{ method: "POST", path: "/login", tag: "login", isOpen: true },
      summary: "Logs a browser in by a one-time code or the token; the answer sets its cookie",
      body: request.loginBody,
      reply: { empty: true },
      refusals: [401],
      async run({ c, body }) {
        const isKnown = body.code !== undefined
          ? codes.use(body.code)
          : isSameSecret(body.token ?? "", token);
        if (!isKnown) throw wrongLogin();
        const { cookie: value } = await sessions.open();
        setCookie(c, COOKIE, value, { ...cookie, maxAge: config.session_hours * HOUR_SECONDS });
        return c.body(null, 204);
      },
    }),
    route({
      ...{ method: "POST", path: "/logout", tag: "login", summary: "Ends the login of the cookie" },
      body: request.nothing,
      reply: { empty: true },
      run({ c }) {
        const login = c.get("login");
        if (login?.kind === "session") sessions.close(login.session);
        deleteCookie(c, COOKIE, cookie);
        return c.body(null, 204);
      },
    }),
    route({
      ...{ method: "POST", path: "/api/login-codes", tag: "login" },
      summary: "A new one-time login code; only for who has the token",
      body: request.nothing,
      reply: { json: request.loginCode },
      refusals: [403],
      run({ c }) {
        if (c.get("login")?.kind !== "token") throw tokenOnly();
        const { code, expiresAtMs } = codes.issue();
        return { code, path: `/login#code=${code}`, expiresAt: new Date(expiresAtMs).toISOString() };
      },
    }),
  ];
}

function wrongLogin(): Refusal {
  const hint = "Codes can be used once and for a short time; POST /api/login-codes gives another";
  const error = { code: "wrong_login", message: "This code or token is not valid", path: "body", hint };
  return new Refusal(401, error, CHALLENGE);
}

function tokenOnly(): Refusal {
  const hint = "Send the header Authorization: Bearer <token>";
  return new Refusal(403, { code: "token_only", message: "Login codes are given for the token alone", hint });
}
