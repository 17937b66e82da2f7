import type { Result } from "../../core/mod.ts";
import type { DataFault } from "../data_fault.ts";
import type { FundingColumns } from "../funding_columns.ts";
import { packNumbers } from "./blocks.ts";
import { readColumn, readColumnar, readTimes } from "./column_reader.ts";
import { type ColumnarHeader, type Provenance, seal } from "./envelope.ts";
import { packTimes } from "./times.ts";

/** Funding rates with what their file says of them. */
export interface FundingFile {
  readonly header: ColumnarHeader;
  readonly funding: FundingColumns;
}

/** Funding rates as a columnar file; decodeFunding gives every number back bit for bit. */
export function encodeFunding(funding: FundingColumns, about: Provenance): Uint8Array {
  const { symbol, sources, asOfMs, repairs } = about;
  const { stepMs, blocks } = packTimes(funding.atMs);
  const header = {
    kind: "funding",
    rows: funding.length,
    timeframeMs: stepMs,
    stepMs,
    symbol,
    sources,
    asOfMs,
    repairs,
  } as const;
  return seal(header, [...blocks, packNumbers("rate", funding.rate)]);
}

/** Funding rates of a columnar file; damage, other versions and files of candles are refused. Never throws on bad bytes. */
export function decodeFunding(bytes: Uint8Array, file: string): Result<FundingFile, DataFault> {
  return readColumnar(bytes, file, (it) => {
    if (it.header.kind !== "funding") {
      throw new RangeError(`the file holds ${it.header.kind}, no funding rates`);
    }
    const length = it.header.rows;
    const funding = { length, atMs: new Float64Array(length), rate: new Float64Array(length) };
    readTimes(it, funding.atMs);
    readColumn(it, "rate", funding.rate);
    return { header: it.header, funding };
  });
}
