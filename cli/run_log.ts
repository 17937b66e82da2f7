import { systemClock } from "../lib/core/mod.ts";
import { createLog, createRedactor, type Level, type Log, secretsOfEnvironment } from "../lib/log/mod.ts";
import { processEnvironment } from "./process_environment.ts";

/** How a run writes what it does. */
export interface RunLogSpec {
  readonly format: "text" | "json";
  readonly level: Level;
}

/** The log of this process: lines on its standard error, without the secrets of its environment. */
export function openRunLog({ format, level }: RunLogSpec, component: string): Log {
  const encoder = new TextEncoder();
  return createLog({
    ...{ format, level, nowMs: systemClock.nowMs, fields: { component } },
    write: (line) => void Deno.stderr.writeSync(encoder.encode(line)),
    redact: createRedactor(secretsOfEnvironment(processEnvironment())),
  });
}
