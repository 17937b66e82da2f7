import { err, ok, type Result } from "../../core/mod.ts";
import type { ParameterValue } from "../statistics/mod.ts";
import { tokensOf } from "./constraint_tokens.ts";

/** The value of a path in a trial; undefined where there is none. */
export type ValueAt = (path: string) => unknown;

/** A condition on the parameters of a trial. */
export interface Constraint {
  readonly text: string;
  /** Paths that it looks at, each once. */
  readonly paths: readonly string[];
  /** False as well where a sum meets what is no number. */
  readonly holds: (valueAt: ValueAt) => boolean;
}

type Operand = (valueAt: ValueAt) => unknown;
type Compare = (a: number | ParameterValue, b: number | ParameterValue) => boolean;

const COMPARE: Readonly<Record<string, Compare>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

/** A place in the words of a constraint, moved as it is read. */
interface Reading {
  readonly tokens: readonly string[];
  at: number;
  readonly paths: Set<string>;
}

/**
 * Reads a condition: `a.fast < a.slow`, `a.slow - a.fast >= 10 and a.mode != 'off'`.
 *
 *     condition  = comparison { "and" comparison }
 *     comparison = sum ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum
 *     sum        = term { ( "+" | "-" ) term }
 *     term       = value { ( "*" | "/" ) value }
 *     value      = number | 'text' | true | false | path
 */
export function parseConstraint(text: string): Result<Constraint, string> {
  const tokens = tokensOf(text);
  const reading: Reading = { tokens, at: 0, paths: new Set() };
  try {
    const comparisons = [comparison(reading)];
    while (take(reading, "and")) comparisons.push(comparison(reading));
    if (reading.at < tokens.length) throw new SyntaxError(`"${tokens[reading.at]}" is one word too many`);
    const paths = [...reading.paths];
    if (paths.length === 0) throw new SyntaxError("it names no parameter");
    return ok({ text, paths, holds: (valueAt) => comparisons.every((holds) => holds(valueAt)) });
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return err(`"${text}": ${cause.message}. Write it like "strategies.a.fast < strategies.a.slow"`);
  }
}

function take(reading: Reading, word: string): boolean {
  if (reading.tokens[reading.at] !== word) return false;
  reading.at += 1;
  return true;
}

function comparison(reading: Reading): (valueAt: ValueAt) => boolean {
  const left = chain(reading, ["+", "-"], (it) => chain(it, ["*", "/"], value));
  const sign = reading.tokens[reading.at++];
  if (sign === undefined || !Object.hasOwn(COMPARE, sign)) {
    throw new SyntaxError(
      `a comparison (${Object.keys(COMPARE).join(" ")}) is needed${
        sign ? `, found "${sign}"` : " at its end"
      }`,
    );
  }
  const compare = COMPARE[sign]!;
  const right = chain(reading, ["+", "-"], (it) => chain(it, ["*", "/"], value));
  return (valueAt) => {
    const a = left(valueAt), b = right(valueAt);
    return isComparable(a) && isComparable(b) && (typeof a === typeof b || sign === "!=") && compare(a, b);
  };
}

const isComparable = (value: unknown): value is ParameterValue =>
  typeof value === "string" || typeof value === "boolean" ||
  typeof value === "number" && !Number.isNaN(value);

/** Operands between signs of one strength, from left to right. */
function chain(reading: Reading, signs: readonly string[], operand: (reading: Reading) => Operand): Operand {
  let left = operand(reading);
  for (;;) {
    const sign = reading.tokens[reading.at];
    if (sign === undefined || !signs.includes(sign)) return left;
    reading.at += 1;
    const calculate = ARITHMETIC[sign]!, first = left, second = operand(reading);
    left = (valueAt) => {
      const a = first(valueAt), b = second(valueAt);
      return typeof a === "number" && typeof b === "number" ? calculate(a, b) : NaN;
    };
  }
}

function value(reading: Reading): Operand {
  const token = reading.tokens[reading.at++];
  if (token === undefined) throw new SyntaxError("a value is missing at its end");
  if (token === "true" || token === "false") return () => token === "true";
  if (token.startsWith("'")) return () => token.slice(1, -1);
  if (/^-?[\d.]/.test(token)) {
    const number = Number(token);
    if (Number.isNaN(number)) throw new SyntaxError(`"${token}" is no number`);
    return () => number;
  }
  if (!/^[a-z_][\w-]*(?:\.[\w-]+)*$/i.test(token) || token === "and") {
    throw new SyntaxError(`a value is needed, found "${token}"`);
  }
  reading.paths.add(token);
  return (valueAt) => valueAt(token);
}
