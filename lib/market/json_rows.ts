import { err, ok, type Result } from "../core/mod.ts";
import { type DataFault, excerpt, fileFault } from "./data_fault.ts";

/** The elements of a JSON array of rows, not yet looked at; refused if the text is no JSON, no array, or an empty one. */
export function parseJsonRows(text: string, file: string): Result<readonly unknown[], DataFault> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? excerpt(error.message, 120) : String(error);
    const what = `the JSON is truncated or damaged: ${reason}`;
    return err(fileFault("layout", file, what, "Fetch the file again"));
  }
  if (!Array.isArray(value)) {
    const what = `the JSON is no array of rows but begins ${excerpt(text.trimStart(), 40)}`;
    return err(
      fileFault("layout", file, what, "Give rows like [[openMs, open, high, low, close, volume], ...]"),
    );
  }
  if (value.length === 0) {
    return err(fileFault("empty", file, "the array has no rows", "Fetch the file again"));
  }
  return ok(value);
}

/** How a JSON value looks in an error message: one level deep, since bad files may nest without end. */
export function showCell(value: unknown): string {
  if (!Array.isArray(value)) return showScalar(value);
  const cells = value.slice(0, 8).map(showScalar).join(", ");
  return `[${excerpt(cells, 80)}${value.length > 8 ? ", ..." : ""}]`;
}

function showScalar(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(excerpt(value, 40));
  if (Array.isArray(value)) return "[...]";
  return typeof value === "object" && value !== null ? "{...}" : String(value);
}
