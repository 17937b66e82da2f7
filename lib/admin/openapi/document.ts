import type { Schema } from "../api/input_schema.ts";
import { apiError, nothing } from "../api/request_schema.ts";
import type { RefusalStatus, ReplySpec, Route } from "../api/route.ts";
import { componentSchemas, type JsonSchema, jsonSchema } from "./json_schema.ts";

/** A parameter as OpenAPI describes it. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** An answer as OpenAPI describes it. */
export interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** A route as OpenAPI describes it. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly JsonSchema[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Answer["content"] };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** The description of the API. */
export interface OpenApi {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: JsonSchema & { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const DESCRIPTION = "Decimals are texts, times are ISO-8601 in UTC, ratios and percentages are numbers. " +
  "Errors have one form everywhere: {error: {code, message, path, hint}}.";

/** Describes a table of routes by the very schemas they are checked with. */
export function describeApi(routes: readonly Route[], version: string): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route);
  return {
    openapi: "3.1.0",
    info: { title: "Bulkhead", version, description: DESCRIPTION },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        page: { type: "apiKey", in: "cookie", name: "bulkhead" },
      },
    },
  };
}

function operation(route: Route): Operation {
  const { method, path, tag, summary, notes, params, query, body, isOpen } = route;
  const parameters = [
    ...parametersOf(params, "path"),
    ...parametersOf(query, "query"),
    ...(path === "/api/stream" ? [LAST_EVENT_ID] : []),
  ];
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-zA-Z]+(\w?)/g, (_, c) => c.toUpperCase())}`,
    tags: [tag],
    summary,
    ...(notes === undefined ? {} : { description: notes }),
    security: isOpen === true ? [] : [{ token: [] }, { page: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(method === "GET"
      ? {}
      : { requestBody: { required: body !== nothing, content: json(body ?? nothing, "input") } }),
    responses: responses(route),
  };
}

const LAST_EVENT_ID: Parameter = {
  name: "Last-Event-ID",
  in: "header",
  required: false,
  description: "Sequence number of the last event that was received",
  schema: { type: "integer", minimum: 0 },
};

function parametersOf(schema: Schema | undefined, where: "path" | "query"): Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input") as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...own }]) => ({
    name,
    in: where,
    required: required.includes(name),
    ...(typeof description === "string" ? { description } : {}),
    schema: own,
  }));
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: "An input is not valid",
  401: "No token or login, or not the right one",
  403: "Sent by another site, or not allowed",
  404: "There is no such thing",
  409: "Refused by whoever had to carry it out",
  413: "The body is too large",
  415: "The body is not JSON",
  429: "Too many requests; Retry-After says how long to wait",
  503: "The run cannot be read now",
  504: "Nobody answered in time; it may still happen",
};

function responses({ method, reply, refusals = [], isOpen }: Route): Record<string, Answer> {
  const common = isOpen === true && method === "GET" ? [] : [400, 401, 429, 503];
  const ofBodies = method === "GET" ? [] : [403, 413, 415];
  const codes = [...new Set([...common, ...ofBodies, ...refusals as readonly RefusalStatus[]])].sort((a, b) =>
    a - b
  );
  const [status, answer] = success(reply);
  const error = json(apiError, "output");
  return {
    [status]: answer,
    ...Object.fromEntries(
      codes.map((code) => [String(code), {
        description: MEANINGS[code],
        content: isOpen === true && method === "GET" ? success(reply)[1].content ?? error : error,
      }]),
    ),
  };
}

function success(reply: ReplySpec): [string, Answer] {
  if ("json" in reply) return ["200", { description: "Done", content: json(reply.json, "output") }];
  if ("empty" in reply) return ["204", { description: "Done" }];
  return ["200", {
    description: "Done",
    content: { [reply.text.split(";")[0]]: { schema: { type: "string" } } },
  }];
}

function json(schema: Schema, io: "input" | "output"): NonNullable<Answer["content"]> {
  return { "application/json": { schema: jsonSchema(schema, io) } };
}
