import { z } from "zod";
import type { Schema } from "../api/input_schema.ts";

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const AT = "#/components/schemas/";

/** Every schema that has a name, referring to each other by it. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => AT + id, io: "output", override });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)]));
}

/** The schema of what is sent or answered; named ones inside it are referred to. */
export function jsonSchema(schema: Schema, io: "input" | "output"): JsonSchema {
  const id = z.globalRegistry.get(schema)?.id;
  if (id !== undefined) return { $ref: AT + id };
  const whole = z.toJSONSchema(schema, { io, override }) as JsonSchema;
  return bare(referring(whole) as JsonSchema);
}

/** Bounds that say no more than "integer" only make the description longer. */
function override({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** zod writes the named parts of one schema under $defs; here they are components. */
function referring(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(referring);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", AT) : referring(value),
    ]),
  );
}

function bare(schema: JsonSchema): JsonSchema {
  const { $schema: _schema, $id: _id, $defs: _defs, id: _name, ...rest } = schema;
  return rest;
}
