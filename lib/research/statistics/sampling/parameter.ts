import { err, ok, type Result } from "../../../core/mod.ts";

/** What a parameter can be set to. */
export type ParameterValue = number | string | boolean;

/** A number to vary, both ends included. */
export interface NumberParameter {
  readonly name: string;
  readonly kind: "int" | "float";
  readonly low: number;
  readonly high: number;
  /**
   * From one level to the next: a difference, or a factor above 1 where `log` is set (1, 2, 4, 8: step 2). Without it a
   * float is continuous and an int takes every whole number.
   */
  readonly step?: number;
  /** Whether equal shares of draws go to equal ratios: for lengths and sizes. Needs low > 0. @default {false} */
  readonly log?: boolean;
}

/** A choice between values without an order. */
export interface ChoiceParameter {
  readonly name: string;
  readonly kind: "choice";
  readonly choices: readonly ParameterValue[];
}

/** One thing a sweep varies. */
export type Parameter = NumberParameter | ChoiceParameter;

/** A setting of every parameter, by name. */
export type Point = Readonly<Record<string, ParameterValue>>;

/** The parameters as they came, or every fault in them as a sentence. */
export function checkParameters(
  parameters: readonly Parameter[],
): Result<readonly Parameter[], readonly string[]> {
  const faults = parameters.flatMap((parameter) =>
    parameter.kind === "choice" ? choiceFaults(parameter) : numberFaults(parameter)
  );
  const names = parameters.map((parameter) => parameter.name);
  for (const name of new Set(names.filter((name, i) => names.indexOf(name) !== i))) {
    faults.push(`Parameter '${name}' is given more than once: give it once`);
  }
  if (parameters.length === 0) faults.push("There is no parameter to vary: give at least one");
  return faults.length === 0 ? ok(parameters) : err(faults);
}

function choiceFaults({ name, choices }: ChoiceParameter): string[] {
  if (choices.length === 0) return [`Parameter '${name}' has no choices: give at least one`];
  if (new Set(choices).size < choices.length) return [`Parameter '${name}' has a choice twice: give it once`];
  return [];
}

function numberFaults({ name, kind, low, high, step, log }: NumberParameter): string[] {
  const faults: string[] = [];
  const fault = (rule: string, value: number | undefined) =>
    faults.push(`Parameter '${name}' ${rule}: current value is ${value}`);
  if (!Number.isFinite(low)) fault("must have a finite low", low);
  if (!Number.isFinite(high) || high < low) fault("must have a finite high of at least its low", high);
  if (log && !(low > 0)) fault("must have a low above 0 as it is on a log scale", low);
  if (kind === "int") {
    if (!Number.isSafeInteger(low)) fault("must have a whole low as it is an int", low);
    if (!Number.isSafeInteger(high)) fault("must have a whole high as it is an int", high);
    if (step !== undefined && !Number.isSafeInteger(step)) {
      fault("must have a whole step as it is an int", step);
    }
  }
  if (step !== undefined && log && !(step > 1)) fault("must have a step (a factor) above 1", step);
  if (step !== undefined && !log && !(step > 0)) fault("must have a step above 0", step);
  return faults;
}
