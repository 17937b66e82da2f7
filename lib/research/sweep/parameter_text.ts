import { err, ok, type Result } from "../../core/mod.ts";
import type { Parameter, ParameterValue } from "../statistics/mod.ts";

const NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?";
const RANGE_REGEXP = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(x?)(${NUMBER})|:(log))?$`, "i");
const WHOLE_REGEXP = /^[-+]?\d+$/;

/**
 * Reads `PATH=RANGE`. A range is `5..50` (whole numbers), `0.5..3` (any number between), `5..50:5` and `0.5..3:0.25`
 * (steps), `8..512:x2` (each twice the one before), `1..100:log` (equal shares for equal ratios), or `a|b|c` (choices:
 * numbers, true, false or text). Where all numbers of a range are whole it takes whole numbers alone; 5.0..50 does not.
 */
export function parseParameter(text: string): Result<Parameter, string> {
  const at = text.indexOf("=");
  if (at <= 0) return err(`"${text}": a path and a range are needed, such as strategies.a.fast=5..50:1`);
  return parseRange(text.slice(0, at).trim(), text.slice(at + 1).trim());
}

/** Reads the range of a parameter of this name; whether it makes sense is checkParameters() to say. */
export function parseRange(name: string, text: string): Result<Parameter, string> {
  const match = RANGE_REGEXP.exec(text);
  if (match === null) {
    const choices = text.split("|").map((choice) => choice.trim());
    if (text.includes("..") || choices.includes("")) {
      return err(`${name}=${text}: a range such as 5..50, 5..50:5, 8..512:x2 or a|b|c is needed`);
    }
    return ok({ name, kind: "choice", choices: choices.map(choiceOf) });
  }
  const [, low, high, factor, step, log] = match;
  const isWhole = [low, high, step].every((part) => part === undefined || WHOLE_REGEXP.test(part));
  return ok({
    name,
    kind: isWhole ? "int" : "float",
    low: Number(low),
    high: Number(high),
    ...(step === undefined ? {} : { step: Number(step) }),
    ...(factor || log ? { log: true } : {}),
  });
}

function choiceOf(text: string): ParameterValue {
  if (text === "true" || text === "false") return text === "true";
  return Number.isNaN(Number(text)) ? text : Number(text);
}
