import type { HealthCheckView, HealthView, TreeView } from "../../lib/admin/mod.ts";

/** What health is judged by. */
export interface HealthFacts {
  readonly tree: TreeView;
  /** Why the store cannot be read; "" if it can. */
  readonly storeFault: string;
  readonly hasTraded: boolean;
  /** Latches that keep every entry off. */
  readonly halts: readonly string[];
  readonly version: string;
  readonly uptimeMs: number;
}

/** The root tells of the tree twice a second. */
const LATE_MS = 2_000, SILENT_MS = 10_000;

export function healthView(
  { tree, storeFault, hasTraded, halts, version, uptimeMs }: HealthFacts,
): HealthView {
  const checks = [rootCheck(tree), treeCheck(tree), storeCheck(storeFault), entriesCheck(halts)];
  const has = (status: HealthCheckView["status"]) => checks.some((check) => check.status === status);
  return {
    status: has("fail") ? "fail" : has("warn") ? "warn" : "ok",
    // whoever answers lives; what it serves may not
    isLive: true,
    isReady: !has("fail") && hasTraded,
    ...{ checks, version, uptimeSeconds: Math.floor(uptimeMs / 1_000) },
  };
}

function rootCheck({ ageMs }: TreeView): HealthCheckView {
  const status = ageMs < LATE_MS ? "ok" : ageMs < SILENT_MS ? "warn" : "fail";
  return { name: "root", status, text: `last heard of ${Math.round(ageMs)} ms ago` };
}

function treeCheck({ cells }: TreeView): HealthCheckView {
  const workers = cells.flatMap((cell) => cell.workers);
  const down = workers.filter(({ isUp }) => !isUp).map(({ id }) => id);
  const halted = workers.flatMap(({ actors }) => actors).filter(({ isHalted }) => isHalted);
  if (halted.length > 0) {
    const names = halted.map(({ address }) => address).join(", ");
    return { name: "tree", status: "fail", text: `halted: ${names}` };
  }
  if (down.length > 0) return { name: "tree", status: "warn", text: `down: ${down.join(", ")}` };
  return {
    name: "tree",
    status: workers.length === 0 ? "warn" : "ok",
    text: `${workers.length} workers at work`,
  };
}

function storeCheck(fault: string): HealthCheckView {
  return { name: "store", status: fault === "" ? "ok" : "fail", text: fault || "can be read" };
}

function entriesCheck(halts: readonly string[]): HealthCheckView {
  return { name: "entries", status: halts.length === 0 ? "ok" : "warn", text: halts.join("; ") || "on" };
}
