// impure-file: it is the main thread of a process
import process from "node:process";
import type { AgentCommand, AgentReport, CellBoot, EffectivePermissions } from "../tree/protocol.ts";
import type { Permissions } from "../tree/tree_spec.ts";
import { type CellAgent, createCellAgent } from "./cell_agent.ts";
import { tryOsLock } from "./os_lock.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { PERMISSION_NAMES, unlisted, wholeGrant } from "./permission_flags.ts";
import { EXIT_LEFT, EXIT_REFUSED } from "./process_exit.ts";

export interface RunCellOptions {
  /** Module of the program's workers. */
  readonly workerUrl: URL;
  /**
   * What the process was started with. "listed": permissions by list, and none granted whole is put up with. "baked": those
   * the program was compiled with, granted whole. Of them the process gives back for good, before it does anything else,
   * each of which its cell lists nothing; its threads have their lists all the same, but of what is listed its main thread,
   * which runs no actor, keeps all.
   * @default "listed"
   */
  readonly grants?: "listed" | "baked";
}

/** How often a lock that another process holds is tried again, ms. */
const LOCK_RETRY_MS = 20;

/**
 * Makes this process a cell under the root that spawned it: takes the cell's lock, then hosts workers as it is told.
 * SIGINT and SIGTERM mean nothing to it: the root decides. Never returns control to the program; the process exits with
 *
 * - 0 when the root says so or is gone, whatever its threads do;
 * - 70 when it refuses to start: a permission is granted whole that must not be, or its lock file cannot be used.
 *
 * Throws Error in a process that no root spawned.
 */
export function runCell({ workerUrl, grants = "listed" }: RunCellOptions): void {
  if (process.send === undefined) {
    throw new Error(
      "Cannot run a cell as its process must be spawned by a root: current value is no ipc channel",
    );
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => {});
  process.on("disconnect", () => Deno.exit(EXIT_LEFT));
  if (!process.connected) Deno.exit(EXIT_LEFT);
  const outbox = createOutbox<AgentReport>((batch, done) => sendToRoot(batch, done));
  const why = grants === "listed" ? wholeGrant(ownPermissions()) : null;
  if (why !== null) return refuse(why);
  let agent: CellAgent | null = null;
  let early: AgentCommand[] = [];
  process.on("message", (message: CellBoot | readonly AgentCommand[]) => {
    if (!("kind" in message)) return agent === null ? void early.push(...message) : agent.obey(message);
    if (grants === "baked") giveBack(message.spec.permissions);
    const effective = ownPermissions();
    const kept = wholeGrant(effective, unlisted(message.spec.permissions));
    if (kept !== null) return refuse(kept);
    start(message, workerUrl, { effective, outbox }).then((started) => {
      agent = started;
      agent.obey(early);
      early = [];
    });
  });
}

interface CellStart {
  readonly effective: EffectivePermissions;
  readonly outbox: Outbox<AgentReport>;
}

async function start(boot: CellBoot, workerUrl: URL, { effective, outbox }: CellStart): Promise<CellAgent> {
  try {
    // nothing in it; that it can be written shows that the root is there
    const pulse = setInterval(() => sendToRoot([]), boot.timing.heartbeatMs);
    await takeLock(boot.lockPath, (pid) => outbox.push([{ kind: "LockHeld", pid }]));
    clearInterval(pulse);
  } catch (error) {
    refuse(`Cannot run a cell as it must be able to use its lock file "${boot.lockPath}": ${error}`);
    return new Promise(() => {});
  }
  outbox.push([{ kind: "CellReady", pid: Deno.pid, effective }]);
  const { spec, timing } = boot;
  return createCellAgent({ spec, workerUrl, timing, report: (reports) => outbox.push(reports) });
}

/** Waits until the lock is free and takes it for the life of the process. Tells once who holds it, if it is said. */
async function takeLock(path: string, onHeld: (pid: number) => void): Promise<void> {
  let isTold = false;
  for (;;) {
    const attempt = tryOsLock(path);
    if (attempt.ok) return;
    if (!isTold && attempt.pid !== 0) {
      isTold = true;
      onHeld(attempt.pid);
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
}

/**
 * Exits if the root is gone. The disconnect event alone does not tell: Deno 2.9 leaves it out where the root dies with
 * reports unread, and only writing fails then.
 */
function sendToRoot(batch: readonly AgentReport[], done: () => void = () => {}): void {
  process.send!(batch, (error: Error | null) => {
    if (error !== null) Deno.exit(EXIT_LEFT);
    done();
  });
}

/** Past the outbox, which may have a batch under way: the report must be out before the exit. */
function refuse(why: string): void {
  const report: AgentReport = { kind: "CellRefused", why };
  sendToRoot([report], () => Deno.exit(EXIT_REFUSED));
}

/** Deno can take a permission back, but not narrow it to a list. */
function giveBack(permissions: Permissions): void {
  for (const name of unlisted(permissions)) Deno.permissions.revokeSync({ name });
}

/** As this process sees them itself. */
function ownPermissions(): EffectivePermissions {
  const states = PERMISSION_NAMES.map((name) => [name, Deno.permissions.querySync({ name }).state]);
  return Object.fromEntries(states) as EffectivePermissions;
}
