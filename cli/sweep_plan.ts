import { parse as parseYaml } from "yaml";
import {
  METHODS,
  OBJECTIVES,
  type Parameter,
  parseParameter,
  parseRange,
  type SweepPlan,
} from "../lib/research/mod.ts";
import { Refusal } from "./exit.ts";
import { number, type Parsed, text, texts } from "./options.ts";
import { type SweepPlanFile, sweepPlanFile } from "./sweep_plan_schema.ts";

/** The plan that a command line asks for, with that of its plan file below it; what it makes no sense of is refused. */
export function sweepPlan(parsed: Parsed): SweepPlan {
  const path = text(parsed, "plan");
  const file = path === undefined ? sweepPlanFile.parse({}) : readPlan(path);
  const written = texts(parsed, "param").map((param) => accepted(parseParameter(param)));
  const inFile = Object.entries(file.parameters).map(([name, range]) => parameterOf(name, range));
  const names = written.map(({ name }) => name);
  const parameters = [...inFile.filter(({ name }) => !names.includes(name)), ...written];
  if (parameters.length === 0) {
    throw new Refusal("What is varied? Add --param strategies.trend_pullback.reward_risk_min=1.5..3:0.5");
  }
  return {
    method: oneOf(parsed, "method", METHODS) ?? file.method ?? "grid",
    parameters,
    where: [...file.where, ...texts(parsed, "where")],
    trials: number(parsed, "trials") ?? file.trials ?? 200,
    seed: text(parsed, "search-seed") ?? file.seed ?? "1",
    round: number(parsed, "round") ?? file.round ?? 16,
    objective: oneOf(parsed, "objective", OBJECTIVES) ?? file.objective ?? "sharpe",
    minTrades: number(parsed, "min-trades") ?? file.min_trades ?? 30,
  };
}

function accepted<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (result.ok) return result.value;
  throw new Refusal(`--param ${result.error}`);
}

function oneOf<T extends string>(parsed: Parsed, option: string, names: readonly T[]): T | undefined {
  const written = text(parsed, option);
  if (written === undefined) return undefined;
  const name = names.find((it) => it === written);
  if (name !== undefined) return name;
  throw new Refusal(`--${option} must be one of ${names.join(", ")}: current value is "${written}"`);
}

function readPlan(path: string): SweepPlanFile {
  let content: unknown;
  try {
    content = parseYaml(Deno.readTextFileSync(path), { uniqueKeys: true, strict: true });
  } catch (cause) {
    throw new Refusal(`Cannot read the plan ${path}: ${(cause as Error).message.split("\n")[0]}`);
  }
  const parsed = sweepPlanFile.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: at, message }) =>
    `  ${at.map(String).join(".")}: ${message}`
  );
  throw new Refusal(`The plan ${path} is refused:\n${faults.join("\n")}`);
}

function parameterOf(name: string, range: SweepPlanFile["parameters"][string]): Parameter {
  if (Array.isArray(range)) return { name, kind: "choice", choices: range };
  if (typeof range !== "object") return accepted(parseRange(name, String(range)));
  const { low, high, step, log } = range;
  const isWhole = [low, high, step ?? 1].every(Number.isInteger);
  return {
    ...{ name, kind: range.kind ?? (isWhole ? "int" : "float"), low, high },
    ...(step === undefined ? {} : { step }),
    ...(log === undefined ? {} : { log }),
  };
}
