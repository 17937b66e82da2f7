import assert from "node:assert/strict";
import { checkParameters, type Parameter } from "./parameter.ts";

Deno.test("checkParameters() gives sound parameters back", () => {
  const sound: readonly Parameter[] = [
    { name: "fast", kind: "int", low: 5, high: 20, step: 5 },
    { name: "risk", kind: "float", low: 0.1, high: 10, log: true },
    { name: "exit", kind: "choice", choices: ["trail", "target", 3, true] },
  ];
  assert.deepEqual(checkParameters(sound), { ok: true, value: sound });
});

Deno.test("checkParameters() lists every fault at once", () => {
  const faults: [Parameter, string][] = [
    [{ name: "a", kind: "choice", choices: [] }, "Parameter 'a' has no choices: give at least one"],
    [{ name: "b", kind: "choice", choices: [1, 1] }, "Parameter 'b' has a choice twice: give it once"],
    [
      { name: "c", kind: "float", low: NaN, high: 1 },
      "Parameter 'c' must have a finite low: current value is NaN",
    ],
    [
      { name: "d", kind: "float", low: 2, high: 1 },
      "Parameter 'd' must have a finite high of at least its low: current value is 1",
    ],
    [
      { name: "e", kind: "float", low: 0, high: 1, log: true },
      "Parameter 'e' must have a low above 0 as it is on a log scale: current value is 0",
    ],
    [
      { name: "f", kind: "int", low: 0.5, high: 2 },
      "Parameter 'f' must have a whole low as it is an int: current value is 0.5",
    ],
    [
      { name: "g", kind: "int", low: 1, high: 2.5 },
      "Parameter 'g' must have a whole high as it is an int: current value is 2.5",
    ],
    [
      { name: "h", kind: "int", low: 1, high: 2, step: 0.5 },
      "Parameter 'h' must have a whole step as it is an int: current value is 0.5",
    ],
    [
      { name: "i", kind: "float", low: 1, high: 2, step: 1, log: true },
      "Parameter 'i' must have a step (a factor) above 1: current value is 1",
    ],
    [
      { name: "j", kind: "float", low: 1, high: 2, step: 0 },
      "Parameter 'j' must have a step above 0: current value is 0",
    ],
    [
      { name: "a", kind: "int", low: 1, high: 2 },
      "Parameter 'a' is given more than once: give it once",
    ],
  ];
  assert.deepEqual(checkParameters(faults.map(([parameter]) => parameter)), {
    ok: false,
    error: faults.map(([, fault]) => fault),
  });
  assert.deepEqual(checkParameters([]), {
    ok: false,
    error: ["There is no parameter to vary: give at least one"],
  });
});
