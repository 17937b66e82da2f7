import { z } from "zod";
import type { Schema } from "./input_schema.ts";

/** A whole list. */
export function listOf<T>(row: Schema<T>): Schema<T[]> {
  return z.array(row);
}

export const symbols = listOf(z.string().describe("As the venue's symbols are written: BTC/USDT:USDT"));
