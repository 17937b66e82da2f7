import type { NumberParameter, Parameter, ParameterValue } from "./parameter.ts";

/** How many values a parameter has, at least 1; Infinity where it is continuous. */
export function levelCount(parameter: Parameter): number {
  if (parameter.kind === "choice") return parameter.choices.length;
  const { kind, low, high, step, log } = parameter;
  if (step === undefined) return kind === "int" ? high - low + 1 : low === high ? 1 : Infinity;
  // a hair more than the quotient: 0.3 / 0.1 is 2.9999999999999996
  const steps = log ? Math.log(high / low) / Math.log(step) : (high - low) / step;
  return Math.floor(steps + 1e-9) + 1;
}

/** The value of a level, 0..levelCount - 1, in ascending or listed order. */
export function levelAt(parameter: Parameter, level: number): ParameterValue {
  if (parameter.kind === "choice") return parameter.choices[level];
  const { low, step = 1, log, kind } = parameter;
  const value = log && parameter.step !== undefined ? low * step ** level : low + level * step;
  return kind === "int" ? value : tidy(value);
}

/** The value at a share of 0..1 (1 excluded) of a parameter's range: equal shares for equal widths, or ratios by `log`. */
export function valueAt(parameter: Parameter, share: number): ParameterValue {
  const count = levelCount(parameter);
  if (count !== Infinity && !isLogInt(parameter)) {
    return levelAt(parameter, Math.min(Math.floor(share * count), count - 1));
  }
  const { low, high, log, kind } = parameter as NumberParameter;
  // each whole number k owns the stretch from k to k + 1
  if (kind === "int") return Math.min(Math.floor(low * ((high + 1) / low) ** share), high);
  return log ? Math.min(low * (high / low) ** share, high) : low + share * (high - low);
}

/** The share of its range, 0..1, that a value lies at: the middle of its stretch where values are levels. */
export function shareAt(parameter: Parameter, value: ParameterValue): number {
  if (parameter.kind === "choice") return (parameter.choices.indexOf(value) + 0.5) / parameter.choices.length;
  const { low, high, step = 1, log } = parameter;
  const number = Number(value);
  if (isLogInt(parameter)) return Math.log((number + 0.5) / low) / Math.log((high + 1) / low);
  const count = levelCount(parameter);
  if (count === Infinity) {
    return log ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
  }
  const level = log && parameter.step !== undefined
    ? Math.log(number / low) / Math.log(step)
    : (number - low) / step;
  return (Math.round(level) + 0.5) / count;
}

function isLogInt(parameter: Parameter): boolean {
  return parameter.kind === "int" && parameter.log === true && parameter.step === undefined;
}

/** Drops the digits that arithmetic left behind: 0.1 + 2 * 0.1 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
