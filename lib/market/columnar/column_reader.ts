import { err, ok, type Result } from "../../core/mod.ts";
import { type DataFault, fileFault } from "../data_fault.ts";
import { type BlockHeader, scaleDown, unpackInto } from "./blocks.ts";
import { open, type Opened } from "./envelope.ts";
import { layRuns } from "./times.ts";

/** Opens a file and reads it with `read`; what that throws on columns that do not fit together is refused as a fault. */
export function readColumnar<T>(
  bytes: Uint8Array,
  file: string,
  read: (it: Opened) => T,
): Result<T, DataFault> {
  const opened = open(bytes, file);
  if (!opened.ok) return opened;
  try {
    return ok(read(opened.value));
  } catch (error) {
    const what = `the columns cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return err(fileFault("layout", file, what, "Import or download the file again"));
  }
}

/** Reads a column into `into` as it was, or throws RangeError; a linked one stays differences. */
export function readColumn(it: Opened, name: string, into: Float64Array): BlockHeader {
  const block = it.header.columns.find((column) => column.name === name);
  if (block === undefined || block.count !== into.length) {
    throw new RangeError(
      `column "${name}" must have ${into.length} values, it has ${block?.count ?? "none"}`,
    );
  }
  unpackInto(into, block, it.planes(name));
  if (block.encoding === "decimal") scaleDown(into, block.exponent);
  return block;
}

/** Reads the times of the rows into `into`. */
export function readTimes(it: Opened, into: Float64Array): void {
  if (it.header.columns.some(({ name }) => name === "times")) return void readColumn(it, "times", into);
  const count = it.header.columns.find(({ name }) => name === "starts")?.count ?? 0;
  if (count > into.length) throw new RangeError(`${count} runs of times cannot be ${into.length} rows`);
  const starts = new Float64Array(count), lengths = new Float64Array(count);
  readColumn(it, "starts", starts);
  readColumn(it, "lengths", lengths);
  layRuns(into, it.header.stepMs, starts, lengths);
}
