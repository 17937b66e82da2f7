/**
 * Alert rules and the dashboard ask only for metrics that exist, and are what Prometheus and Grafana take.
 *
 * @module
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { scratch } from "../fixtures/cli.ts";
import { faultsOf, METRICS } from "./metric_names_fixture.ts";
import { onPath } from "./scripts_fixture.ts";

const DEPLOY = new URL("../../deploy/", import.meta.url).pathname;
const read = (path: string): string => Deno.readTextFileSync(DEPLOY + path);

const alertsSchema = z.strictObject({
  groups: z.array(z.strictObject({
    name: z.string(),
    rules: z.array(z.strictObject({
      alert: z.string().regex(/^Bulkhead[A-Z]\w+$/),
      expr: z.string(),
      for: z.string().regex(/^\d+[smh]$/).optional(),
      labels: z.strictObject({ severity: z.enum(["page", "warning"]) }),
      annotations: z.strictObject({ summary: z.string().min(5), description: z.string().min(5) }),
    })).min(1),
  })).min(1),
});

/** The parts of Grafana's dashboard schema that it refuses or shows nothing without. */
const targetSchema = z.looseObject({ refId: z.string(), expr: z.string(), legendFormat: z.string() });
const panelSchema = z.looseObject({
  id: z.int().positive(),
  title: z.string().min(1),
  type: z.enum(["row", "stat", "timeseries", "table"]),
  gridPos: z.strictObject({
    x: z.int().min(0).max(23),
    y: z.int().min(0),
    w: z.int().min(1).max(24),
    h: z.int().min(1),
  }),
  targets: z.array(targetSchema).min(1).optional(),
});
const dashboardSchema = z.looseObject({
  uid: z.string().regex(/^[\w-]{1,40}$/),
  title: z.string(),
  schemaVersion: z.int().min(36),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  templating: z.strictObject({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  panels: z.array(panelSchema),
});

const alerts = alertsSchema.parse(parse(read("prometheus/alerts.yml")));
const dashboard = dashboardSchema.parse(JSON.parse(read("grafana/dashboard.json")));
const rules = alerts.groups.flatMap((group) => group.rules);
const targets = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ title, expr }))
);

Deno.test("faultsOf() finds unknown metrics and labels, and counters without a rate", () => {
  const cases: [expression: string, faults: number][] = [
    ["bulkhead_up == 0", 0],
    ["bulkhead_upp == 0", 1],
    ["sum by (verdict) (rate(bulkhead_decisions_total[5m]))", 0],
    ["sum by (status) (rate(bulkhead_decisions_total[5m]))", 1],
    ['bulkhead_worker_up{worker="keel"}', 0],
    ['bulkhead_worker_up{actor="keel"}', 1],
    ["bulkhead_restarts_total > 3", 1],
    ["histogram_quantile(0.9, sum by (le) (rate(bulkhead_bar_to_intent_seconds_bucket[5m])))", 0],
    ["rate(bulkhead_bar_to_intent_seconds[5m])", 1],
    ["up == 0", 1],
  ];
  for (const [expression, faults] of cases) {
    strictEqual(faultsOf(expression).length, faults, `${expression}: ${faultsOf(expression)}`);
  }
});

Deno.test("every alert and panel asks only for metrics and labels that exist", () => {
  const asked = [...rules.map(({ alert, expr }) => ({ title: alert, expr })), ...targets];
  ok(asked.length > 40);
  deepStrictEqual(
    asked.flatMap(({ title, expr }) => faultsOf(expr).map((fault) => `${title}: ${fault}`)),
    [],
  );
});

Deno.test("the dashboard shows every metric", () => {
  const shown = targets.map(({ expr }) => expr).join("\n");
  deepStrictEqual(Object.keys(METRICS).filter((name) => !shown.includes(name)), []);
});

Deno.test("alerts and panels have names of their own, and no two panels lie on one place", () => {
  strictEqual(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  strictEqual(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  const taken = new Set<string>();
  for (const { title, gridPos: { x, y, w, h } } of dashboard.panels) {
    ok(x + w <= 24, title);
    for (let i = 0; i < w * h; i++) {
      const cell = `${x + i % w},${y + Math.floor(i / w)}`;
      ok(!taken.has(cell), `${title} lies on another panel`);
      taken.add(cell);
    }
  }
});

Deno.test("labels in the words of an alert are labels of its metric", () => {
  for (const { alert, expr, annotations } of rules) {
    const names = Object.keys(METRICS).filter((name) => expr.includes(name)).flatMap((name) => METRICS[name]);
    for (const [, label] of Object.values(annotations).join(" ").matchAll(/\$labels\.(\w+)/g)) {
      ok(names.includes(label), `${alert}: ${label}`);
    }
  }
});

Deno.test({
  name: "promtool reads every expression of the dashboard (skipped without promtool)",
  ignore: !onPath("promtool"),
  fn: async () => {
    using place = scratch();
    const recorded = targets.map(({ expr }, i) => ({ record: `panel:${i}`, expr }));
    place.put("panels.yml", JSON.stringify({ groups: [{ name: "panels", rules: recorded }] }));
    const { code, stderr } = await new Deno.Command("promtool", {
      args: ["check", "rules", "panels.yml"],
      cwd: place.path,
    }).output();
    strictEqual(code, 0, new TextDecoder().decode(stderr));
  },
});

Deno.test({
  name: "promtool takes the rules, and they fire when they should (skipped without promtool)",
  ignore: !onPath("promtool"),
  fn: async () => {
    const runs = [["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"], [
      "check",
      "config",
      "prometheus.yml",
    ]];
    for (const args of runs) {
      const { code, stdout, stderr } = await new Deno.Command("promtool", {
        args,
        cwd: `${DEPLOY}prometheus`,
      }).output();
      const text = new TextDecoder();
      const said = text.decode(stdout) + text.decode(stderr);
      // the file with the token lies on the machine that is watched
      const isFine = code === 0 || (args[1] === "config" && /bulkhead-token/.test(said));
      ok(isFine, `${args.join(" ")}: ${said}`);
    }
  },
});
