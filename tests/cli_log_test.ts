import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { cli, scratch } from "./fixtures/cli.ts";

interface Line {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly trace?: string;
  readonly leg?: string;
  readonly status?: string;
}

const SECRET = "postgres://planted:s3cr3t-planted-word@example.org/db";

Deno.test("start with log.format json prints nothing but JSON, one trace from a bar to its fills, and no secret", async () => {
  using folder = scratch();
  folder.put(
    "log.yaml",
    "feed: { bars_per_second: 25, simulated: { symbols: 6, bars: 100 } }\nlog: { format: json }\n",
  );
  const env = {
    BULKHEAD_CELLS: "default",
    NOTIFY_WEBHOOK_URL: SECRET,
    DASHBOARD_TOKEN: "planted-token-0123456789",
  };
  const { code, out, err } = await cli(
    folder.path,
    ["start", "--config", "log.yaml", "--store", "a.sqlite"],
    env,
  );
  strictEqual(code, 0, err);
  strictEqual(out, "");
  const lines = err.trimEnd().split("\n").map((line) => JSON.parse(line) as Line);
  const traces = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.trace !== undefined) traces.set(line.trace, [...traces.get(line.trace) ?? [], line]);
  }
  const filled = [...traces.values()].filter((own) => own.some(({ event }) => event === "fill_booked"));
  ok(filled.length > 0, "nothing was traded");
  for (const own of filled) {
    const events = own.map(({ event, leg, status }) => [event, leg, status].filter(Boolean).join(" "));
    strictEqual(events[0], "intent_judged");
    const steps = ["order_changed entry submitted", "order_changed entry acknowledged", "fill_booked entry"];
    deepStrictEqual(steps.filter((step) => !events.includes(step)), [], events.join("\n"));
  }
  ok(!/s3cr3t-planted-word|planted-token/.test(err + out), "a secret was printed");
});
