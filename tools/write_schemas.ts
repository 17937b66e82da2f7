/**
 * Writes the JSON Schemas that are committed in schemas/ from the zod schemas they are made of:
 * `deno run --allow-read --allow-env --allow-write tools/write_schemas.ts`. A test fails while a file is behind its source.
 *
 * @module
 */
import { tradeLogJsonSchema } from "../lib/trader/mod.ts";

/** Text of each file by its path in the project. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return { "schemas/trade-log.schema.json": JSON.stringify(tradeLogJsonSchema(), null, 2) + "\n" };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(schemaFiles())) {
    Deno.writeTextFileSync(new URL(`../${path}`, import.meta.url), text);
  }
}
