import { Refusal } from "../http/api_error.ts";
import type { AdminPorts, OperatorCommand } from "../ports.ts";
import type { Schema } from "./input_schema.ts";
import { checkPatch } from "./patch.ts";
import * as request from "./request_schema.ts";
import { type Asked, type Route, route } from "./route.ts";
import { findSymbol } from "./symbol.ts";

/** What operators can ask for. All end in a command; its outcome is the answer. */
export const COMMAND_ROUTES: readonly Route[] = [
  ...scoped("/api/bot", "of the whole portfolio", undefined, () => "portfolio"),
  ...scoped("/api/systems/{id}", "of a system", request.systemPath, ({ ports, params }) => {
    if (ports.systems().some(({ id }) => id === params.id)) return `system:${params.id}`;
    const hint = `Known systems: ${ports.systems().map(({ id }) => id).join(", ")}`;
    throw notFound("unknown_system", "There is no such system", "path.id", hint);
  }),
  ...scoped("/api/symbols/{symbol}", "of a symbol", request.symbolPath, ({ ports, params }) => {
    const symbol = findSymbol(ports, params.symbol);
    if (symbol !== null) return symbol;
    const hint = `Known symbols: ${ports.symbols().join(", ")}`;
    throw notFound("unknown_symbol", "There is no such symbol", "path.symbol", hint);
  }),
  command("/api/bot/rearm", "Ends the latch of the kill switch", {
    body: request.reasonBody,
    command: ({ body: { reason } }) => ({ kind: "Rearm", reason }),
  }),
  command("/api/actors/{name}/restart", "Restarts the worker of an actor", {
    params: request.actorPath,
    body: request.reasonBody,
    command: ({ params, body: { reason } }) => ({ kind: "RestartActor", address: params.name, reason }),
  }),
  command("/api/market/speed", "Bars the seeded market plays in a second; 0 is as fast as it goes", {
    body: request.speedBody,
    command: ({ body: { barsPerSecond } }) => ({ kind: "SetMarketSpeed", barsPerSecond }),
  }),
  command("/api/config/stage", "Stages new values as a version", {
    body: request.stageBody,
    command: ({ ports, body: { patch } }) => ({
      kind: "StageConfig",
      patch: checkPatch(patch, ports.config().knobs),
    }),
  }),
  command("/api/config/apply/{version}", "Sends a staged version to every actor", {
    params: request.versionPath,
    body: request.nothing,
    command: ({ params: { version } }) => ({ kind: "ApplyConfig", version }),
  }),
  command("/api/config/rollback", "Goes back to the version before", {
    body: request.nothing,
    command: () => ({ kind: "RollBackConfig" }),
  }),
];

interface CommandSpec<P, B> {
  readonly params?: Schema<P>;
  readonly body: Schema<B>;
  command(asked: Asked<P, unknown, B>): OperatorCommand;
}

function command<P, B>(path: string, summary: string, spec: CommandSpec<P, B>): Route {
  const { params, body } = spec;
  return route<P, unknown, B>({
    ...{ method: "POST", path, tag: "commands", summary, body },
    ...(params === undefined ? {} : { params }),
    reply: { json: request.accepted },
    refusals: path.includes("{") ? [404, 409, 504] : [409, 504],
    run: (asked) => carryOut(asked.ports, spec.command(asked), asked.by),
  });
}

/** Pause, resume and flatten of one scope. */
function scoped<P>(
  path: string,
  of: string,
  params: Schema<P> | undefined,
  scopeOf: (asked: Asked<P, unknown, unknown>) => string,
): Route[] {
  const at = params === undefined ? {} : { params };
  return [
    command(`${path}/pause`, `Takes no new entries ${of}`, {
      ...at,
      body: request.reasonBody,
      command: (asked) => ({ kind: "PauseEntries", scope: scopeOf(asked), reason: asked.body.reason }),
    }),
    command(`${path}/resume`, `Takes entries ${of} again`, {
      ...at,
      body: request.reasonBody,
      command: (asked) => ({ kind: "ResumeEntries", scope: scopeOf(asked), reason: asked.body.reason }),
    }),
    command(`${path}/flatten`, `The kill switch ${of}: closes every position at the market, until re-armed`, {
      ...at,
      body: request.flattenBody,
      command: (asked) => ({ kind: "Flatten", scope: scopeOf(asked), reason: asked.body.reason }),
    }),
  ];
}

/** Accepted is in the journal; all else is a refusal that carries the command's id. */
async function carryOut(ports: AdminPorts, asked: OperatorCommand, by: string): Promise<unknown> {
  const outcome = await ports.command(asked, by);
  const { status, commandId } = outcome;
  if (status === "accepted") return outcome;
  if (status === "refused") {
    throw new Refusal(409, { code: "refused", message: outcome.why }, {}, { commandId });
  }
  const hint = "It may still happen: GET /api/events?kinds=OperatorCommandTaken tells, with this commandId";
  throw new Refusal(504, { code: "unknown", message: outcome.why, hint }, {}, { commandId });
}

function notFound(code: string, message: string, path: string, hint: string): Refusal {
  return new Refusal(404, { code, message, path, hint });
}
