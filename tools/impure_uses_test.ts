import assert from "node:assert/strict";
import { impureUsesOf } from "./impure_uses.ts";
import { tokenize } from "./tokens.ts";

function usesOf(source: string, mayAwait = false): string[] {
  return impureUsesOf(tokenize(source).code, mayAwait).map(({ name, line }) => `${line} ${name}`);
}

/** Source, and every use that must be seen in it as `line name`. */
const SEEN: [string, string[]][] = [
  ["Date.now()", ["1 Date.now"]],
  ["Date\n  .now()", ["1 Date.now"]],
  ["Date /* b */ . /* c */ now()", ["1 Date.now"]],
  ["Date?.now?.()", ["1 Date.now"]],
  ['Date["now"]()', ["1 Date"]],
  ["const { now } = Date", ["1 Date"]],
  ["const { now: read } = Date", ["1 Date"]],
  ["const D = Date; D.now()", ["1 Date"]],
  ["[0].map(Date)", ["1 Date"]],
  ["({ Date })", ["1 Date"]],
  ["({ clock: Date })", ["1 Date"]],
  ["a ? Date : b", ["1 Date"]],
  ["Reflect.construct(Date, [])", ["1 Date"]],
  ["(Date).now()", ["1 Date"]],
  [String.raw`D\u0061te.now()`, ["1 Date.now"]],
  ["globalThis.Date.now()", ["1 globalThis.Date"]],
  ['globalThis["Date"]["now"]()', ["1 globalThis"]],
  ["self.Date.now()", ["1 self.Date"]],
  ["new Date()", ["1 new Date()"]],
  ["new\nDate(\n)", ["2 new Date()"]],
  ["new Date", ["1 new Date()"]],
  ["new Date( /* ms */ )", ["1 new Date()"]],
  ["new Date(...[])", ["1 new Date(...)"]],
  ["new (Date)()", ["1 Date"]],
  ["Date()", ["1 Date()"]],
  ["Date(ms)", ["1 Date()"]],
  ["new Date(2026, 1, 2)", ["1 new Date(y, m)"]],
  ["new Date(ms).getHours()", ["1 getHours"]],
  ["new Date(ms).getTimezoneOffset()", ["1 getTimezoneOffset"]],
  ["performance.now()", ["1 performance.now"]],
  ["const p = performance", ["1 performance"]],
  ["Temporal.Now.instant()", ["1 Temporal.Now"]],
  ["Math.random()", ["1 Math.random"]],
  ["Math\n.random()", ["1 Math.random"]],
  ['Math["random"]()', ["1 Math"]],
  ["const { random } = Math", ["1 Math"]],
  ["const m = Math", ["1 Math"]],
  ["crypto.randomUUID()", ["1 crypto.randomUUID", "1 randomUUID"]],
  ["crypto.getRandomValues(a)", ["1 crypto.getRandomValues", "1 getRandomValues"]],
  ['import { randomBytes as read } from "node:crypto"', ["1 randomBytes"]],
  ["lib.randomInt(3)", ["1 randomInt"]],
  ["setTimeout(f, 1); setInterval(f, 1)", ["1 setTimeout", "1 setInterval"]],
  ["setImmediate(f); queueMicrotask(f)", ["1 setImmediate", "1 queueMicrotask"]],
  ["const wait = setTimeout", ["1 setTimeout"]],
  ['fetch("https://a.example")', ["1 fetch"]],
  ["a ? fetch(b) : c", ["1 fetch"]],
  ["f({ fetch })", ["1 fetch"]],
  ['console.log("a")', ["1 console.log"]],
  ["console\n  ?.log(1)", ["1 console.log"]],
  ["Deno.env", ["1 Deno.env"]],
  ["process.env.A", ["1 process.env"]],
  ["navigator.locks", ["1 navigator.locks"]],
  ["new WebSocket(u); new Worker(u)", ["1 WebSocket", "1 Worker"]],
  ["new Intl.NumberFormat()", ["1 Intl.NumberFormat"]],
  ["a.toLocaleString(); a?.toLocaleUpperCase()", ["1 toLocaleString", "1 toLocaleUpperCase"]],
  ["a.localeCompare(b)", ["1 localeCompare"]],
  ['eval("1"); new Function("a")', ["1 eval", "1 Function"]],
  ["new WeakRef(a)", ["1 WeakRef"]],
  ["Atomics.wait(a, 0, 0)", ["1 Atomics.wait"]],
  ["`at ${Date.now()} ${`${Math.random()}`}`", ["1 Date.now", "1 Math.random"]],
  ["async function f() {\n  await g();\n}", ["1 async", "2 await"]],
  ["const f = async () => 1; const g = async x => x", ["1 async", "1 async"]],
  ["class A { async b() {} }", ["1 async"]],
  ["({ async *b() {} })", ["1 async"]],
  ["for await (const a of b) {}", ["1 await"]],
  ["Promise.resolve(1).then(f); new Promise(f)", ["1 Promise.resolve", "1 Promise"]],
  ["const a = b / c / Date.now()", ["1 Date.now"]],
  ["const a = b! / Date.now() / c", ["1 Date.now"]],
  ["x = ({ a: 1 }) / Date.now() / c", ["1 Date.now"]],
];

for (const [source, expected] of SEEN) {
  Deno.test(`impureUsesOf() sees ${JSON.stringify(source)}`, () =>
    assert.deepEqual(usesOf(source), expected));
}

const CLEAN: string[] = [
  "new Date(ms)",
  "new Date(rows[0], )",
  "new Date(f(a, b))",
  "new Date(ms).getUTCHours()",
  "Date.UTC(2026, 1, 2) + Date.parse(text)",
  "a instanceof Date",
  "Math.max(a, b) + Math?.min(a)",
  "// Date.now()\n/* Math.random()\n fetch() */",
  "\"Date.now()\" + 'Math.random()' + `fetch() console.log`",
  "/Date.now()/.test(a)",
  "atMs.Date.now",
  "state.process(event); state.performance.sharpe; this.fetch(a)",
  "({ performance: 1, process: 2, fetch: 3, Date: 4 })",
  "interface Port { fetch(id: string): Bar; console?: Sink; readonly process: Step; }",
  "class A { fetch(id: string) { return id } }",
  "({ process(event) { return event } })",
  "function f(performance: Report) {}",
  "this.#fetch()",
  "const dateNow = randomWalk(mathRandom)",
  "rng.random(); clock.now()",
  "state.async; ({ await: 1, async: true }); a.await()",
  "({ async() { return 1 } })",
  "type A = Promise<number>",
];

for (const source of CLEAN) {
  Deno.test(`impureUsesOf() lets ${JSON.stringify(source)} pass`, () => assert.deepEqual(usesOf(source), []));
}

Deno.test("impureUsesOf() lets waiting pass where the room may wait, and nothing else", () => {
  assert.deepEqual(usesOf("async function f() { await Promise.all(a); Date.now(); }", true), ["1 Date.now"]);
});
