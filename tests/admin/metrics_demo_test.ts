import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type ParsedFamily, parsePrometheus } from "../../lib/admin/metrics/prometheus_parser_fixture.ts";
import type { Paged } from "../../lib/admin/mod.ts";
import { HISTOGRAMS, METRICS } from "../packaging/metric_names_fixture.ts";
import { type Demo, startDemo, TOKEN } from "./demo_fixture.ts";

const TRIES = 50, AGAIN_MS = 200;

type Families = Readonly<Record<string, ParsedFamily>>;

/** What a tree on a market of its own has nothing to tell of: live venues. */
const OF_LIVE_VENUES: readonly string[] = ["bulkhead_ws_age_seconds", "bulkhead_rate_limit_used_ratio"];
/** Of these there is nothing to count in a sound run. */
const MAY_BE_EMPTY: readonly string[] = [
  "bulkhead_latches",
  "bulkhead_reconcile_findings_total",
  "bulkhead_dead_letters_total",
];
/** The only figure that may be less than nothing. */
const SIGNED: readonly string[] = ["bulkhead_slippage_bps"];
/** Of figures between 0 and 1. */
const RATIOS: readonly string[] = [
  "bulkhead_up",
  "bulkhead_store_up",
  "bulkhead_entries_on",
  "bulkhead_maker_ratio",
  "bulkhead_worker_up",
];

Deno.test("/metrics of the demo is what a scraper reads, and what alerts and dashboards ask for", async (t) => {
  await using demo = await startDemo();
  await demo.until<Paged<unknown>>("/api/trades", ({ total }) => total > 0);
  const text = await scrape(demo);
  const families = parsePrometheus(text);

  await t.step("holds every name that is claimed", () => {
    const claimed = [...Object.keys(METRICS), ...HISTOGRAMS];
    deepStrictEqual(claimed.filter((name) => !(name in families)).sort(), [...OF_LIVE_VENUES].sort());
  });

  await t.step("has the type its name says, and a help", () => {
    for (const [name, { type, help }] of Object.entries(families)) {
      match(name, /^bulkhead_[a-z][a-z_]*[a-z]$/);
      const isLatency = HISTOGRAMS.includes(name);
      strictEqual(type, name.endsWith("_total") ? "counter" : isLatency ? "histogram" : "gauge", name);
      match(help, /^[A-Z0-9].*\w/, name);
    }
  });

  await t.step("labels its samples as claimed", () => {
    for (const [name, labels] of Object.entries(METRICS)) {
      const { samples } = families[name] ?? { samples: [] };
      for (const sample of samples) {
        deepStrictEqual(Object.keys(sample.labels).sort(), [...labels].sort(), name);
      }
      const isFilled = samples.length > 0 || !(name in families) || MAY_BE_EMPTY.includes(name);
      ok(isFilled, `${name} has no sample`);
    }
  });

  await t.step("has sound values", () => {
    for (const [name, { samples }] of Object.entries(families)) {
      for (const { value } of samples) {
        ok(Number.isFinite(value) && (value >= 0 || SIGNED.includes(name)), `${name} ${value}`);
        if (RATIOS.includes(name)) ok(value <= 1, `${name} ${value}`);
      }
    }
    for (const name of ["bulkhead_up", "bulkhead_store_up", "bulkhead_equity", "bulkhead_wallet"]) {
      ok(families[name]!.samples[0]!.value > 0, name);
    }
    ok(sum(families, "bulkhead_round_trips_total") >= 1);
    for (const name of HISTOGRAMS) ok(sum(families, name) > 0, `${name} counts nothing`);
  });

  await t.step("counts upwards, series by series", async () => {
    const handled = sum(families, "bulkhead_messages_total");
    const later = await scrapedWhen(demo, (now) => sum(now, "bulkhead_messages_total") > handled);
    for (const [name, { type, samples }] of Object.entries(families)) {
      if (type !== "counter") continue;
      for (const { labels, value } of samples) {
        const key = JSON.stringify(labels);
        const after = later[name]!.samples.find((one) => JSON.stringify(one.labels) === key);
        ok(after !== undefined && after.value >= value, `${name}${key} ${after?.value} < ${value}`);
      }
    }
  });

  await t.step({
    name: "passes promtool (skipped where that is not installed)",
    ignore: !hasPromtool(),
    fn: async () => strictEqual(await promtoolSays(text), ""),
  });
});

const sum = (families: Families, name: string): number =>
  families[name]!.samples.reduce((total, { value }) => total + value, 0);

async function scrape({ origin }: Demo): Promise<string> {
  const response = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  strictEqual(response.status, 200);
  match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  return await response.text();
}

/** The figures once it is so. Throws where that does not come about. */
async function scrapedWhen(demo: Demo, isSo: (families: Families) => boolean): Promise<Families> {
  for (let i = 0; i < TRIES; i++) {
    const families = parsePrometheus(await scrape(demo));
    if (isSo(families)) return families;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  throw new Error(`The figures did not change in ${TRIES * AGAIN_MS} ms`);
}

function hasPromtool(): boolean {
  try {
    return new Deno.Command("promtool", { args: ["--version"], stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}

/** What `promtool check metrics` finds wrong; "" is nothing. */
async function promtoolSays(text: string): Promise<string> {
  const child = new Deno.Command("promtool", {
    args: ["check", "metrics"],
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { stdout, stderr, code } = await child.output();
  const decoder = new TextDecoder();
  const said = decoder.decode(stdout) + decoder.decode(stderr);
  return code === 0 ? said : `code ${code}: ${said}`;
}
