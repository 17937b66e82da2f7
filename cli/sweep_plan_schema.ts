import { z } from "zod";
import { METHODS, OBJECTIVES } from "../lib/research/mod.ts";

const value = z.union([z.number(), z.string(), z.boolean()]);

/** A range in parts, or a list of choices, or a text as after `--param PATH=`. */
const range = z.union([
  z.strictObject({
    low: z.number(),
    high: z.number(),
    step: z.number().optional(),
    /** Equal shares for equal ratios; a step is then a factor. */
    log: z.boolean().optional(),
    /** int where all numbers are whole, else float. */
    kind: z.enum(["int", "float"]).optional(),
  }),
  z.array(value).min(1),
  value,
], { error: 'a range such as "5..50:5", {low, high, step} or a list of values is needed' });

/** A plan file: what the options of `sweep` say, as YAML. */
export const sweepPlanFile = z.strictObject({
  method: z.enum(METHODS).optional(),
  /** By dotted path in the system. */
  parameters: z.record(z.string(), range).default({}),
  where: z.union([z.string().transform((text) => [text]), z.array(z.string())]).default([]),
  objective: z.enum(OBJECTIVES).optional(),
  min_trades: z.number().optional(),
  trials: z.number().optional(),
  seed: z.union([z.string(), z.number()]).transform(String).optional(),
  round: z.number().optional(),
});

/** A plan file's content. */
export type SweepPlanFile = z.infer<typeof sweepPlanFile>;
