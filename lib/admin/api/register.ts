import type { Hono } from "hono";
import { loginName } from "../auth/login.ts";
import { readJson } from "../http/read_json.ts";
import { checkInput, queryReader } from "./input_schema.ts";
import type { Parts } from "./parts.ts";
import { nothing } from "./request_schema.ts";
import type { AdminEnv, Route } from "./route.ts";

/** Puts a table of routes into the app: inputs are checked before a route sees them. */
export function register(app: Hono<AdminEnv>, routes: readonly Route[], { ports, config }: Parts): void {
  const limits = { maxBytes: config.body_max_bytes, maxMs: config.body_seconds * 1000 };
  for (const spec of routes) {
    const readQuery = queryReader(spec.query ?? nothing);
    app.on(spec.method, spec.path.replace(/\{(\w+)\}/g, ":$1"), async (c) => {
      const params = checkInput(spec.params ?? nothing, c.req.param(), "path");
      const query = readQuery(new URL(c.req.url).searchParams);
      const body = spec.method === "GET"
        ? undefined
        : checkInput(spec.body ?? nothing, await readJson(c.req.raw, limits), "body");
      const login = c.get("login");
      const by = login === null ? "nobody" : loginName(login);
      const given = await spec.run({ ports, params, query, body, by, c });
      return given instanceof Response ? given : c.json(given as object);
    });
  }
}
