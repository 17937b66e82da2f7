import { z } from "zod";
import { Refusal } from "../http/api_error.ts";

/** What checks a value and describes it. */
export type Schema<T = unknown> = z.ZodType<T>;

/** Part of a request that a fault is found in. */
export type Where = "path" | "query" | "body";

const MAX_TEXT = 300;

/** The value as the schema says, with its defaults; else a refusal that names the field. It never repeats the value. */
export function checkInput<T>(schema: Schema<T>, value: unknown, where: Where): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [where, ...issue.path.map(String)].join(".").slice(0, MAX_TEXT);
  const code = `bad_${where}`;
  if (issue.code === "unrecognized_keys") {
    const hint = `Known here: ${fieldsOf(schema).join(", ") || "nothing"}`;
    throw new Refusal(400, { code, message: "There is a field that is not known", path, hint });
  }
  throw new Refusal(400, { code, message: issue.message.slice(0, MAX_TEXT), path });
}

/** Names of the fields of a schema that is an object. */
export function fieldsOf(schema: Schema): string[] {
  return Object.keys(describe(schema).properties ?? {});
}

interface Described {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}

function describe(schema: Schema): Described {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Described;
}

/**
 * A reader of query texts: the fields that the schema says are numbers become numbers where they are written as one;
 * a name given twice is refused.
 */
export function queryReader<T>(schema: Schema<T>): (query: URLSearchParams) => T {
  const types = describe(schema).properties ?? {};
  const isNumber = (name: string) => ["integer", "number"].includes(types[name]?.type ?? "");
  return (query) => {
    const value: Record<string, unknown> = Object.create(null);
    for (const [name, text] of query) {
      if (name in value) {
        const message = "There is a name that is given more than once";
        throw new Refusal(400, { code: "bad_query", message, path: "query" });
      }
      value[name] = isNumber(name) && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : text;
    }
    return checkInput(schema, { ...value }, "query");
  };
}
