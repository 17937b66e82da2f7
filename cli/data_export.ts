import {
  gzip,
  parseCandles,
  parseFundingRows,
  TEXT_FORMATS,
  type TextFormat,
  writeCandles,
  writeFunding,
} from "../lib/market/mod.ts";
import { readAnySource } from "./data_parquet.ts";
import { refuseData, type Source } from "./data_source.ts";
import { writeWhole } from "./data_write.ts";
import { EXIT, Refusal } from "./exit.ts";
import { describeOptions, type Options, readOptions, text } from "./options.ts";
import { say } from "./terminal.ts";

const OPTIONS: Options = {
  format: {
    type: "string",
    value: "csv|json",
    help: "csv with a header, or JSON rows [openMs, o, h, l, c, volume]",
  },
  out: { type: "string", value: "FILE", help: "where to (default: printed); packed if it ends in .gz" },
};

const HELP = describeOptions("deno task data export FILE --format csv|json [--out FILE]", OPTIONS, [
  "deno task data export BTC.candles --format csv --out BTC.csv.gz",
]);

/** `data export`: a history file as text that is read back bit for bit. */
export async function exportText(args: readonly string[]): Promise<number> {
  const parsed = readOptions("data export", OPTIONS, args, 1);
  if (parsed.values.help) {
    say(HELP);
    return EXIT.ok;
  }
  const [path] = parsed.positionals, out = text(parsed, "out");
  if (path === undefined) throw new Refusal(`Which file is to be exported?\n\n${HELP}`);
  const written = text(parsed, "format"), format = TEXT_FORMATS.find((it) => it === written);
  if (format === undefined) {
    throw new Refusal(`--format must be ${TEXT_FORMATS.join(" or ")}: current value is "${written ?? ""}"`);
  }
  const { rows, content } = render(await readAnySource(path), format);
  if (out === undefined) say(content.trimEnd());
  else {
    const bytes = new TextEncoder().encode(content);
    writeWhole(out, out.endsWith(".gz") ? gzip(bytes) : bytes);
    say(`${out}: ${rows.toLocaleString("en-US")} rows as ${format}`);
  }
  return EXIT.ok;
}

function render(
  { path, kind, fault, bytes }: Source,
  format: TextFormat,
): { readonly rows: number; readonly content: string } {
  if (fault !== null) refuseData("Not exported", [fault]);
  if (kind === "trades") {
    throw new Refusal(`Not exported: ${path} holds trades. Give candles or funding rates.`);
  }
  if (kind === "funding") {
    const read = parseFundingRows(bytes, path);
    if (!read.ok) return refuseData("Not exported", read.error);
    return { rows: read.value.length, content: writeFunding(read.value, format) };
  }
  const read = parseCandles(bytes, path);
  if (!read.ok) return refuseData("Not exported", read.error);
  return { rows: read.value.length, content: writeCandles(read.value, format) };
}
