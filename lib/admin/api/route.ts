import type { Context } from "hono";
import type { Login } from "../auth/login.ts";
import type { AdminPorts } from "../ports.ts";
import type { Schema } from "./input_schema.ts";

/** What the server keeps for each request. */
export interface AdminEnv {
  Variables: {
    /** Who asks; null without a valid token or login. */
    login: Login | null;
    /** Set by the security headers; inline styles of our own pages carry it. */
    secureHeadersNonce?: string;
  };
}

/** What a route is given: its inputs, checked. */
export interface Asked<P, Q, B> {
  readonly ports: AdminPorts;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Who asks, for the journal. */
  readonly by: string;
  readonly c: Context<AdminEnv>;
}

/** What a route answers with: JSON of a schema, a text of another kind, or nothing (204). */
export type ReplySpec = { readonly json: Schema } | { readonly text: string } | { readonly empty: true };

/** A refusal a route has beside those that all have. */
export type RefusalStatus = 401 | 403 | 404 | 409 | 503 | 504;

/** A route: one entry serves routing, validation and the description of the API. */
export interface RouteSpec<P, Q, B> {
  readonly method: "GET" | "POST";
  /** As OpenAPI writes it: "/api/symbols/{symbol}/pause". */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** More than a summary has room for; Markdown. */
  readonly notes?: string;
  readonly params?: Schema<P>;
  readonly query?: Schema<Q>;
  readonly body?: Schema<B>;
  readonly reply: ReplySpec;
  readonly refusals?: readonly RefusalStatus[];
  /** Whether it needs no token. */
  readonly isOpen?: boolean;
  /** The reply's JSON, or a whole response. */
  run(asked: Asked<P, Q, B>): unknown;
}

// deno-lint-ignore no-explicit-any -- a table holds routes of many inputs; route() has checked each
export type Route = RouteSpec<any, any, any>;

/** Checks a route's parts against each other and makes it an entry of a table. */
export function route<P = unknown, Q = unknown, B = unknown>(spec: RouteSpec<P, Q, B>): Route {
  return spec;
}
