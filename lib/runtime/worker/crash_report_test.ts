import assert from "node:assert/strict";
import { type Envelope, LANE } from "../envelope.ts";
import { ActorCrash } from "../errors.ts";
import { crashReport } from "./crash_report.ts";

const hostile = Object.defineProperty(new Error("x"), "message", {
  get() {
    throw new Error("even this");
  },
});

const thrown = [
  { what: "an Error", value: new RangeError("too far"), name: "RangeError", message: "too far" },
  { what: "a string", value: "words", name: "thrown string", message: "words" },
  { what: "an object", value: { code: 1 }, name: "thrown object", message: "[object Object]" },
  { what: "an object without text", value: Object.create(null), name: "thrown object", message: /no text/ },
  { what: "null", value: null, name: "thrown object", message: "null" },
  { what: "nothing", value: undefined, name: "thrown undefined", message: "undefined" },
  { what: "a symbol", value: Symbol("s"), name: "thrown symbol", message: "Symbol(s)" },
  { what: "an Error that cannot be read", value: hostile, name: "Error", message: /no text/ },
];

for (const { what, value, name, message } of thrown) {
  Deno.test(`crashReport() tells of ${what}`, () => {
    const report = crashReport(value, null);
    assert.equal(report.name, name);
    assert.match(report.message, message instanceof RegExp ? message : new RegExp(RegExp.escape(message)));
    assert.deepEqual(report.reason, { kind: "crash", detail: report.message });
    assert.equal(report.cause, "");
    assert.equal(report.handling, null);
    structuredClone(report);
  });
}

const inHand: Envelope = {
  from: "y",
  seq: 7,
  to: "a",
  lane: LANE.data,
  atMs: 0,
  causedBy: "",
  body: { kind: "Bar" },
};
const handling = { actor: "a", messageId: "y#7", kind: "Bar" };

Deno.test("crashReport() blames the message in hand, unless the error names another", () => {
  assert.deepEqual(crashReport("x", inHand).handling, handling);
  assert.deepEqual(crashReport(new ActorCrash("a", "y#7", "x"), inHand).handling, handling);
  assert.equal(crashReport(new ActorCrash("a", "y#6", "x"), inHand).handling, null);
});

Deno.test("crashReport() has the stack of the cause, or its text", () => {
  const deep = new TypeError("deeper");
  assert.equal(crashReport(new ActorCrash("a", "y#7", deep), inHand).cause, deep.stack);
  assert.equal(crashReport(new ActorCrash("a", "y#7", "words"), inHand).cause, "words");
});

Deno.test("crashReport() bounds every text, and takes another reason", () => {
  const long = "x".repeat(1_000_000);
  const report = crashReport(new Error(long, { cause: new Error(long) }), null, { kind: "load_failed" });
  for (const text of [report.message, report.stack, report.cause]) assert.equal(text.length, 8_192);
  assert.equal(report.reason.kind, "load_failed");
  assert.equal(crashReport("x", null, { kind: "killed", detail: "superseded" }).reason.detail, "superseded");
});
