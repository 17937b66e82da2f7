import { Rng } from "../../../lib/core/mod.ts";
import { type ArsonKind, FREEZE_MS } from "./fire_kinds.ts";
import { FireLedger } from "./fire_ledger.ts";
import { signalProcess } from "./fire_process.ts";
import { Fire } from "./fire_state.ts";

/** A root that can be hurt. Changed in place. */
export interface Target {
  readonly no: number;
  readonly pid: number;
  /** Processes of the cells that are ready, by cell. */
  readonly cells: Map<string, number>;
  /** Processes that were stopped and are to go on. */
  readonly frozen: Set<number>;
  /** Why and since when it is dying; null if it is not. */
  death: { readonly kind: "kill_root" | "orphan"; readonly hitMs: number } | null;
}

/** After its thaw a frozen cell may still be found silent for so long, ms. */
const NOTICE_MS = 1_500;

/** Hurts the root or one of its cells again and again, an exponentially distributed time apart, until `over`. */
export async function setFires(fire: Fire, target: Target, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(-fire.options.arsonMs * Math.log(1 - Rng.uniform(fire.rng)), over);
    if (over.aborted) return;
    const cells = [...target.cells];
    if (cells.length === 0) continue;
    const [cell, pid] = cells[Rng.below(fire.rng, cells.length)];
    hurt(fire, target, { kind: Fire.nextArson(fire), cell, pid });
  }
}

interface Deed {
  readonly kind: ArsonKind;
  readonly cell: string;
  readonly pid: number;
}

function hurt(fire: Fire, target: Target, { kind, cell, pid }: Deed): void {
  const { ledger } = fire;
  const hit = { kind, rootNo: target.no, atMs: Date.now() };
  switch (kind) {
    case "kill_cell":
      if (!target.frozen.has(pid) && signalProcess(pid, "SIGKILL")) {
        FireLedger.onCellHit(ledger, { ...hit, where: cell, life: pid });
      }
      return;
    case "freeze_short":
    case "freeze_long": {
      const ms = freeze(fire, target, { kind, pid });
      if (ms > 0) {
        FireLedger.onCellHit(ledger, { ...hit, where: cell, life: pid, untilMs: hit.atMs + ms + NOTICE_MS });
      }
      return;
    }
    case "freeze_root": {
      const ms = freeze(fire, target, { kind, pid: target.pid });
      if (ms > 0) FireLedger.onRootHit(ledger, { ...hit, life: target.pid, untilMs: hit.atMs + ms });
      return;
    }
    case "orphan":
    case "kill_root":
      if (kind === "orphan") freeze(fire, target, { kind, pid });
      target.death = { kind, hitMs: hit.atMs };
      signalProcess(target.pid, "SIGKILL");
  }
}

/** Stops a process and lets it go on later; for how long, ms, 0 if it is stopped already or gone. */
function freeze(
  { rng }: Fire,
  { frozen }: Target,
  { kind, pid }: { readonly kind: keyof typeof FREEZE_MS; readonly pid: number },
): number {
  const [leastMs, mostMs] = FREEZE_MS[kind];
  const ms = Math.round(leastMs + (mostMs - leastMs) * Rng.uniform(rng));
  if (frozen.has(pid) || !signalProcess(pid, "SIGSTOP")) return 0;
  frozen.add(pid);
  setTimeout(() => thaw(frozen, pid), ms);
  return ms;
}

/** Lets a stopped process go on. */
export function thaw(frozen: Set<number>, pid: number): void {
  if (frozen.delete(pid)) signalProcess(pid, "SIGCONT");
}

/** Resolves after so many ms, or when it is over. */
export function pause(ms: number, over?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  over?.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
