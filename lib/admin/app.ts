import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { COMMAND_ROUTES } from "./api/command_routes.ts";
import { loginRoutes } from "./api/login_routes.ts";
import { READ_ROUTES } from "./api/read_routes.ts";
import { register } from "./api/register.ts";
import type { AdminEnv, Route } from "./api/route.ts";
import { serverRoutes } from "./api/server_routes.ts";
import type { LoginCode } from "./auth/login_codes.ts";
import { randomText } from "./auth/secret_text.ts";
import { answerRefusal, notFound, wrongMethod } from "./http/api_error.ts";
import { answerFault } from "./http/faults.ts";
import { doorsOf } from "./http/doors.ts";
import { gate } from "./http/gate.ts";
import { securityHeaders } from "./http/headers.ts";
import { documentRoutes } from "./openapi/document_routes.tsx";
import { pages } from "./pages/mod.tsx";
import type { AdminOptions } from "./options.ts";
import { createParts, randomBytes } from "./parts.ts";
import type { AdminPorts } from "./ports.ts";
import type { StreamCounts } from "./stream/event_streams.ts";

/** The admin server, before it listens. */
export interface AdminApp {
  /** Takes requests; `env.remoteAddr` is the other end, `env.completed` settles when its connection has no more of the answer. */
  readonly hono: Hono<AdminEnv>;
  /** All of the API. */
  readonly routes: readonly Route[];
  /** A code to log one browser in, at `/login#code=...`. */
  newLoginCode(): LoginCode;
  streamCounts(): StreamCounts;
  /** Ends the streams; no timer is left. */
  close(): void;
}

const REFERENCE_LENGTH = 8;

/** Makes the server. Throws RangeError for a token that must not be used. */
export function createAdminApp(ports: AdminPorts, options: AdminOptions): AdminApp {
  const parts = createParts(ports, options);
  const hono = new Hono<AdminEnv>();
  const routes = [...READ_ROUTES, ...COMMAND_ROUTES, ...loginRoutes(parts), ...serverRoutes(parts)];
  const all = [...routes, ...documentRoutes(routes, options.version)];
  const random = options.random ?? randomBytes;
  const newReference = () => randomText(random, REFERENCE_LENGTH);
  hono.use(async (c, next) => {
    await next();
    const { byStatus } = parts.counts;
    byStatus[c.res.status] = (byStatus[c.res.status] ?? 0) + 1;
  });
  hono.use(...securityHeaders(options.config.behind_https));
  hono.use(gate(parts, doorsOf(all)));
  hono.use(
    methodNotAllowed({
      app: hono,
      onMethodNotAllowed: (c, methods) => answerRefusal(c, wrongMethod(methods)),
    }),
  );
  register(hono, all, parts);
  if (options.hasPages !== false) hono.route("/", pages({ ports: parts.ports }));
  hono.notFound((c) => answerRefusal(c, notFound()));
  hono.onError((error, c) => answerFault(c, error, { log: options.log, newReference }));
  return {
    hono,
    routes: all,
    newLoginCode: () => parts.codes.issue(),
    streamCounts: () => parts.streams.counts(),
    close: () => parts.streams.close(),
  };
}
