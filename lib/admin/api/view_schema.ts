import { z } from "zod";
import type { Schema } from "./input_schema.ts";

/** Gives the schema of a view its name in the description of the API; the compiler holds it to the view's type. */
export function view<T>(id: string, schema: Schema<T>): Schema<T> {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  return schema;
}

/** "-12.5": a decimal as text, so that no digit is lost. */
export const decimal = view(
  "Decimal",
  z.string().regex(/^-?\d+(\.\d+)?$/).describe("Decimal number as text"),
);
/** "2024-01-10T08:00:00.000Z" */
export const isoTime = view("Time", z.iso.datetime().describe("Instant in UTC, ISO-8601"));
/** Anything JSON can carry. */
export const anyJson = z.any();

/** Rows of a long list, with how many there are in all. */
export function paged<T>(id: string, row: Schema<T>) {
  return view(
    id,
    z.object({ rows: z.array(row), total: z.int(), limit: z.int(), offset: z.int() }),
  );
}
