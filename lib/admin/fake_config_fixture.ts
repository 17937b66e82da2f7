import { actorAddresses } from "./fake_tree_fixture.ts";
import type { ConfigVersionView, ConfigView, KnobView } from "./views.ts";

/** Configuration of the fake run. Changed in place. */
export interface FakeConfig {
  version: string;
  readonly values: Record<string, number>;
  /** Oldest first. */
  readonly versions: ConfigVersionView[];
}

const KNOBS: readonly KnobView[] = [
  knob("system.risk.risk_per_trade_pct", "Risk per trade", 0.5, 0.05, 2, "% of equity"),
  knob("system.risk.max_total_open_risk_pct", "Total open risk", 2, 0.1, 10, "% of equity"),
  knob("system.risk.max_open_positions", "Open positions", 4, 1, 20, "at once"),
  knob("system.risk.max_same_direction", "In the same direction", 2, 1, 20, "at once"),
  knob("system.risk.max_correlation", "Correlation", 0.8, 0, 1, "Pearson"),
  knob("system.risk.daily_stop_pct", "Daily loss stop", 2, 0.1, 20, "% of equity"),
  knob("system.risk.weekly_stop_pct", "Weekly loss stop", 5, 0.1, 40, "% of equity"),
  knob("system.risk.monthly_stop_pct", "Monthly loss stop", 8, 0.1, 60, "% of equity"),
  knob("system.risk.cool_down_hours", "Cool-down", 12, 0, 168, "hours"),
];

/** Who has to confirm a version. */
export const CONFIRMERS: readonly string[] = [
  "risk",
  ...actorAddresses().filter((a) => a.startsWith("symbol/")),
];

export function createConfig(at: string): FakeConfig {
  const first: ConfigVersionView = {
    version: "0-00000001",
    status: "applied",
    by: "start",
    at,
    patch: {},
    confirmedBy: CONFIRMERS,
    awaited: [],
    why: "",
  };
  return {
    version: "0-00000001",
    values: Object.fromEntries(KNOBS.map((k) => [k.path, k.value])),
    versions: [first],
  };
}

export function configView({ version, values, versions }: FakeConfig): ConfigView {
  return {
    version,
    knobs: KNOBS.map((k) => ({ ...k, value: values[k.path] })),
    versions: versions.toReversed(),
    effective: [
      ["mode", "paper", "default"],
      ["account.id", "paper", "default"],
      ["account.balance", 10_000, "default"],
      ["feed.simulated.seed", 1, "default"],
      ["feed.simulated.symbols", 8, "flag"],
      ["feed.bars_per_second", 10, "flag"],
      ["notify.webhook.url_env", "NOTIFY_WEBHOOK_URL", "default"],
      ...KNOBS.map((k) => [k.path, values[k.path], "regime-router.yaml"] as const),
    ],
  };
}

/** Stages a patch: its version, or why not. */
export function stage(
  config: FakeConfig,
  patch: Readonly<Record<string, number>>,
  by: string,
  at: string,
): { readonly version: string } | { readonly why: string } {
  for (const [path, value] of Object.entries(patch)) {
    const known = KNOBS.find((k) => k.path === path);
    if (known === undefined) return { why: `${path} cannot be changed while it runs` };
    if (!(value >= known.min && value <= known.max)) {
      return { why: `${path} must be ${known.min} to ${known.max}: current value is ${value}` };
    }
  }
  if (Object.keys(patch).length === 0) return { why: "Nothing is changed" };
  const version = `${config.versions.length}-${String(config.versions.length + 1).padStart(8, "0")}`;
  config.versions.push({
    version,
    status: "staged",
    by,
    at,
    patch,
    confirmedBy: [],
    awaited: CONFIRMERS,
    why: "",
  });
  return { version };
}

/** One more actor says that it has the version; returns who, or undefined when all have. */
export function confirmOne(config: FakeConfig, version: string): string | undefined {
  const i = config.versions.findIndex((v) => v.version === version);
  const view = config.versions[i];
  if (view === undefined || view.awaited.length === 0) return undefined;
  const [who, ...awaited] = view.awaited;
  const isDone = awaited.length === 0;
  config.versions[i] = {
    ...view,
    awaited,
    confirmedBy: [...view.confirmedBy, who],
    status: isDone ? "applied" : view.status,
  };
  if (isDone) {
    Object.assign(config.values, view.patch);
    config.version = version;
  }
  return who;
}

function knob(path: string, label: string, value: number, min: number, max: number, unit: string): KnobView {
  return { path, label, value, min, max, unit };
}
