import assert from "node:assert/strict";
import { createLog, type LogOptions } from "./log.ts";
import { createRedactor } from "./redactor.ts";

const AT_MS = Date.UTC(2026, 10, 21, 10, 30, 0, 5);

/** A log whose lines are kept. */
function kept(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return { lines, log: createLog({ format: "json", nowMs: () => AT_MS, write, ...options }) };
}

Deno.test("createLog() writes a line of JSON: time, level, event, component and trace first, then the fields", () => {
  const { lines, log } = kept({ fields: { component: "risk" } });
  log.info("intent_approved", { size: 12n, why: "line one\nline two", trace: "bar-7" });
  assert.deepEqual(lines, [
    '{"time":"2026-11-21T10:30:00.005Z","level":"info","event":"intent_approved","component":"risk","trace":"bar-7",' +
    '"size":"12","why":"line one\\nline two"}\n',
  ]);
});

Deno.test("createLog() writes a line for people in text format", () => {
  const { lines, log } = kept({ format: "text" });
  log.warn("store_away", { component: "journal", why: "no answer in 5 s", afterMs: 5000, at: null });
  assert.deepEqual(lines, [
    '2026-11-21T10:30:00.005Z WARN  store_away component=journal why="no answer in 5 s" afterMs=5000 at=null\n',
  ]);
});

Deno.test("child() adds fields to every line, and a line's own go before them", () => {
  const { lines, log } = kept();
  const child = log.child({ component: "execution", trace: "a" }).child({ symbol: "BTC" });
  child.error("order_rejected", { trace: "b" });
  const { time: _, ...rest } = JSON.parse(lines[0]);
  assert.deepEqual(rest, {
    ...{ level: "error", event: "order_rejected", component: "execution", trace: "b", symbol: "BTC" },
  });
});

Deno.test("createLog() writes no line under its level, and asks nothing of what it is given", () => {
  const trap = new Proxy({}, {
    ownKeys() {
      throw new Error("looked at");
    },
  });
  for (
    const [level, expected] of [["debug", 4], ["info", 3], ["warn", 2], ["error", 1], ["off", 0]] as const
  ) {
    const { lines, log } = kept({ level });
    for (const at of ["debug", "info", "warn", "error"] as const) {
      log[at]("seen", log.isOn(at) ? {} : trap);
      assert.equal(log.isOn(at), lines.at(-1)?.includes(`"level":"${at}"`) ?? false);
    }
    assert.equal(lines.length, expected, level);
  }
});

Deno.test("createLog() keeps its own names: a field of such a name gets a stroke", () => {
  const { lines, log } = kept();
  log.info("seen", { time: 1, level: "x", event: "y", lost_lines: 2 });
  assert.deepEqual(JSON.parse(lines[0]), {
    ...{ time: "2026-11-21T10:30:00.005Z", level: "info", event: "seen" },
    ...{ time_: 1, level_: "x", event_: "y", lost_lines_: 2 },
  });
});

Deno.test("createLog() goes on where lines cannot be written, and tells how many were lost", () => {
  const lines: string[] = [];
  let isBroken = true;
  const write = (line: string) => {
    if (isBroken) throw new Error("EPIPE");
    lines.push(line);
  };
  const { log } = kept({ write });
  log.info("lost");
  log.info("lost");
  isBroken = false;
  log.child({ component: "a" }).info("told");
  log.info("told");
  assert.deepEqual(lines.map((line) => JSON.parse(line).lost_lines), [2, undefined]);
});

Deno.test("createLog() writes a line at any time of the clock", () => {
  for (const ms of [NaN, Infinity, 9e15]) {
    const { lines, log } = kept({ nowMs: () => ms });
    log.info("seen");
    assert.equal(JSON.parse(lines[0]).time, "unknown");
  }
});

Deno.test("createLog() hides what has the name of a secret, whatever its kind, and shows whether there is one", () => {
  const { lines, log } = kept();
  log.info("seen", {
    ...{
      apiKey: "abc",
      "a:token": { deep: ["abc"] },
      password: 123,
      cookie: null,
      has_secret: true,
      passphrase: "",
    },
    headers: new Headers({ authorization: "abc", accept: "text/html" }),
    list: [["x-api-key", "abc"], { name: "Cookie", value: "abc" }, { name: "depth", value: 3 }],
    monkey: "shown",
  });
  const { time: _, level: _l, event: _e, ...rest } = JSON.parse(lines[0]);
  assert.deepEqual(rest, {
    ...{ apiKey: "[secret]", "a:token": "[secret]", password: "[secret]", cookie: null, has_secret: true },
    ...{ passphrase: "", monkey: "shown", headers: { accept: "text/html", authorization: "[secret]" } },
    list: [["x-api-key", "[secret]"], { name: "Cookie", value: "[secret]" }, { name: "depth", value: 3 }],
  });
});

Deno.test("createLog() takes a secret that becomes known later", () => {
  const redact = createRedactor();
  const { lines, log } = kept({ redact });
  redact.register(["one-time-code"]);
  log.info("login one-time-code", { text: "one-time-code" });
  assert.ok(!lines[0].includes("one-time"), lines[0]);
});
