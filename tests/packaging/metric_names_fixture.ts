/**
 * The metrics that the admin server gives, with their labels: what alerts and dashboards may ask for.
 *
 * @module
 */

/** Name -> labels; a histogram adds `le`. */
export const METRICS: Readonly<Record<string, readonly string[]>> = {
  bulkhead_up: [],
  bulkhead_entries_on: [],
  bulkhead_equity: [],
  bulkhead_wallet: [],
  bulkhead_drawdown_pct: [],
  bulkhead_open_risk_r: [],
  bulkhead_positions: [],
  bulkhead_round_trips_total: [],
  bulkhead_decisions_total: ["verdict"],
  bulkhead_orders_total: ["status"],
  bulkhead_maker_ratio: [],
  bulkhead_slippage_bps: [],
  bulkhead_mailbox_depth: ["actor"],
  bulkhead_mailbox_oldest_seconds: ["actor"],
  bulkhead_messages_total: ["actor"],
  bulkhead_restarts_total: ["worker"],
  bulkhead_worker_up: ["worker"],
  bulkhead_dead_letters_total: ["reason"],
  bulkhead_stale_writes_total: [],
  bulkhead_latches: ["scope", "name"],
  bulkhead_reconcile_findings_total: ["what"],
  bulkhead_naked_seconds_total: [],
  bulkhead_naked_seconds_max: [],
  bulkhead_store_up: [],
  bulkhead_event_lag_seconds: [],
  bulkhead_sse_clients: [],
  bulkhead_ws_age_seconds: ["venue"],
  bulkhead_rate_limit_used_ratio: ["venue"],
};

export const HISTOGRAMS: readonly string[] = [
  "bulkhead_bar_to_intent_seconds",
  "bulkhead_signal_to_ack_seconds",
];

/** Every name an expression may use. */
export const SERIES: ReadonlySet<string> = new Set([
  ...Object.keys(METRICS),
  ...HISTOGRAMS.flatMap((name) => ["_bucket", "_sum", "_count"].map((suffix) => name + suffix)),
]);

/** What is wrong with a PromQL expression: names and labels that do not exist, counters without a rate. */
export function faultsOf(expression: string): string[] {
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const names = bare.match(/\b[a-z]+(?:_[a-z]+)+\b(?!\s*\()/g) ?? [];
  const used = names.filter((name) => name.startsWith("bulkhead"));
  const labels = new Set([...used.flatMap((name) => METRICS[name] ?? ["le"]), "job", "instance"]);
  const asked = [
    ...[...bare.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, list]) => list.split(",")),
    ...[...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, list]) =>
      list.split(",").map((one) => one.split(/[!=~]/)[0])
    ),
  ].map((label) => label.trim()).filter((label) => label !== "");
  return [
    ...(used.length === 0 ? ["names no metric"] : []),
    ...used.filter((name) => !SERIES.has(name)).map((name) => `${name} is no metric`),
    ...asked.filter((label) => !labels.has(label)).map((label) => `${label} is no label of it`),
    ...used.filter((name) => /_(?:total|bucket|sum|count)$/.test(name) && !isRated(bare, name)).map((name) =>
      `${name} only rises: take its rate or increase`
    ),
  ];
}

const isRated = (expression: string, name: string): boolean =>
  new RegExp(`(?:rate|increase)\\(${name}(?:\\{[^}]*\\})?\\[`).test(expression);
