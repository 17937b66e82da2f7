import { err, ok, type Result } from "../core/mod.ts";
import { isJson } from "./candle_file.ts";
import { isColumnar, openColumnar } from "./columnar/mod.ts";
import { headerNames } from "./csv_text.ts";
import type { DataFault } from "./data_fault.ts";
import { readText } from "./gzip.ts";
import { isTradeLine } from "./trades/mod.ts";

/** What a history file holds. */
export type FileKind = "candles" | "funding" | "trades";

/**
 * What a history file seems to hold, by its first row and never by its name; candles where that shows nothing, as their
 * reader tells best what is wrong. Refuses what is no text and no columnar file.
 */
export function tellKind(bytes: Uint8Array, name: string): Result<FileKind, DataFault> {
  if (isColumnar(bytes)) {
    const opened = openColumnar(bytes, name);
    return opened.ok ? ok(opened.value.header.kind) : opened;
  }
  const text = readText(bytes, name);
  if (!text.ok) return err(text.error);
  if (isJson(text.value)) {
    const row = /^\s*\[\s*\[([^\]]{0,400})\]/.exec(text.value)?.[1].split(",") ?? [];
    return ok(row.length >= 2 && row.slice(2).every((cell) => Number(cell) === 0) ? "funding" : "candles");
  }
  const line = text.value.trimStart().slice(0, 1_000).split(/\r?\n/)[0];
  if (headerNames(line).some((it) => it === "funding_rate" || it === "last_funding_rate")) {
    return ok("funding");
  }
  return ok(isTradeLine(line) ? "trades" : "candles");
}
