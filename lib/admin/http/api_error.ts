import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What went wrong, for people and programs. `path` names the part of the request, e.g. "body.reason"; "" is the whole. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly hint: string;
}

/** A refusal with its status, thrown anywhere below a route and answered in the one form errors have. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly error: ApiError;
  readonly headers: Readonly<Record<string, string>>;
  /** What else the answer says, beside the error. */
  readonly beside: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    error: {
      readonly code: string;
      readonly message: string;
      readonly path?: string;
      readonly hint?: string;
    },
    headers: Readonly<Record<string, string>> = {},
    beside: Readonly<Record<string, string>> = {},
  ) {
    super(error.message);
    this.status = status;
    const { code, message, path = "", hint = "" } = error;
    this.error = { code, message, path, hint };
    this.headers = headers;
    this.beside = beside;
  }
}

/** Answers a refusal. */
export function answerRefusal(c: Context, { status, error, headers, beside }: Refusal): Response {
  return c.json({ error, ...beside }, status, headers);
}

/** How to log in, as every 401 has to say (RFC 9110, 15.5.2). */
export const CHALLENGE = { "WWW-Authenticate": 'Bearer realm="bulkhead"' };

/** For whatever is asked without a login, also of paths that do not exist: nobody learns which do. */
export function unauthorized(hint: string): Refusal {
  const error = { code: "unauthorized", message: "A token or a login is needed", hint };
  return new Refusal(401, error, CHALLENGE);
}

/** For who asks too often. */
export function tooManyRequests(waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const error = {
    code: "too_many_requests",
    message: "Too many requests",
    hint: `Ask again in ${seconds} s`,
  };
  return new Refusal(429, error, { "Retry-After": String(seconds) });
}

/** For a path nothing is at. */
export function notFound(): Refusal {
  const hint = "GET /api/openapi.json lists what there is";
  return new Refusal(404, { code: "not_found", message: "There is nothing at this path", hint });
}

/** For a path that takes other methods. */
export function wrongMethod(methods: readonly string[]): Refusal {
  const allow = methods.join(", ");
  const error = {
    code: "wrong_method",
    message: "This path does not take this method",
    hint: `It takes ${allow}`,
  };
  return new Refusal(405, error, { Allow: allow });
}
