import { FireBank } from "./fire_bank.ts";
import { FireDemands } from "./fire_demands.ts";
import { FireJudge } from "./fire_judge.ts";
import { FireLedger } from "./fire_ledger.ts";
import { signalProcess } from "./fire_process.ts";
import { Fire } from "./fire_state.ts";
import { fireTree } from "./fire_tree.ts";
import { pause, setFires, type Target, thaw } from "./fire_arson.ts";
import { launchRoot, type RunningRoot } from "./launch.ts";

/** How a root ended: its bank is done; it is to be started again; or nothing more can be said of this bank. */
export type RootOutcome = "done" | "again" | "lost";

/** How long what a dead root said last may be in the pipe, ms. */
const LAST_WORDS_MS = 30;
/** A tree under fire that says nothing for so long hangs, ms. */
const STALL_MS = 60_000;
/** How long an ordered stop may take, ms. */
const STOP_MS = 30_000;
const WATCH_EVERY_MS = 50;
/** Why packets of dead lives are refused. */
const STALE = "stale_incarnation";

interface Running {
  readonly target: Target;
  readonly root: RunningRoot;
  readonly isHot: boolean;
  readonly startMs: number;
  lastNoticeMs: number;
  /** When it was told to stop, ms; Infinity if it was not. */
  stopMs: number;
  /** Packets of dead lives that it told of. */
  stalePackets: number;
}

/** Runs one root to its end, under fire until all faults have happened. Any breach ends it. */
export async function runRoot(fire: Fire, bank: FireBank): Promise<RootOutcome> {
  const isHot = !FireDemands.areMet(fire);
  const running = start(fire, bank, isHot);
  const { target, root } = running;
  const over = new AbortController();
  const arson = isHot ? setFires(fire, target, over.signal) : Promise.resolve();
  const watch = setInterval(() => watchOver(fire, running), WATCH_EVERY_MS);
  const { code, signal } = await root.exited;
  const atMs = Date.now();
  clearInterval(watch);
  over.abort();
  await Promise.all([arson, pause(LAST_WORDS_MS)]);
  const kind = target.death?.kind ?? (code === 70 ? "gave_up" : null);
  const hitMs = target.death?.hitMs ?? atMs;
  FireLedger.onRootEnd(fire.ledger, { rootNo: target.no, kind, pid: root.pid, hitMs, atMs });
  const outcome = await judge(fire, running, { code, signal });
  fire.breaches.push(...FireBank.onRootEnd(bank));
  return outcome;
}

function start(fire: Fire, bank: FireBank, isHot: boolean): Running {
  const { options: { transfers }, program } = fire;
  const no = ++fire.roots;
  FireJudge.onRoot(fire.judge, no);
  const cells = new Map<string, number>();
  const root = launchRoot({
    ...{ folder: bank.folder, transfers, program },
    tree: { ...fireTree(fire, isHot), seed: bank.seed },
    onNotice(notice) {
      running.lastNoticeMs = Date.now();
      if (notice.kind === "CellReady") cells.set(notice.cell, notice.pid);
      if (notice.kind === "CellGone" && cells.get(notice.cell) === notice.pid) cells.delete(notice.cell);
      if (notice.kind === "DeadLetter" && notice.reason === STALE) running.stalePackets++;
      Fire.note(fire, no, notice);
    },
  });
  bank.ends.push(root.ended);
  const target: Target = { no, pid: root.pid, cells, frozen: new Set(), death: null };
  const startMs = Date.now();
  const running: Running = {
    ...{ target, root, isHot, startMs, lastNoticeMs: startMs, stopMs: Infinity, stalePackets: 0 },
  };
  return running;
}

/** What goes wrong with the watch itself is told as well: the processes must not be left alone. */
function watchOver(fire: Fire, running: Running): void {
  try {
    look(fire, running);
  } catch (error) {
    kill(fire, running.target, `Root ${running.target.no} cannot be watched: ${error}`);
  }
}

/** Stops the root once all has happened, or if nothing happens any more. */
function look(fire: Fire, running: Running): void {
  const { isHot, target, startMs, lastNoticeMs, stopMs } = running;
  const { options: { transfers }, signal } = fire;
  const nowMs = Date.now();
  if (target.death !== null) return;
  FireJudge.lookAtThreads(fire.judge, nowMs);
  const late = FireLedger.overdue(fire.ledger, nowMs);
  if (late !== null && isHot) return kill(fire, target, late);
  if (fire.ledger.unprovoked.length > 0) return kill(fire, target, fire.ledger.unprovoked[0]);
  const coolMs = 60_000 + 2 * transfers;
  if (fire.breaches.length > 0) return kill(fire, target, fire.breaches[0]);
  const lateBy = isHot ? nowMs - lastNoticeMs - STALL_MS : nowMs - startMs - coolMs;
  if (lateBy > 0) {
    return kill(fire, target, `Root ${target.no} hangs: it ${isHot ? "says nothing" : "does not end"}`);
  }
  if (nowMs - stopMs > STOP_MS) {
    return kill(fire, target, `Root ${target.no} did not stop within ${STOP_MS} ms`);
  }
  if (signal.aborted) return kill(fire, target, String(signal.reason));
  if (!isHot || stopMs < Infinity || !FireDemands.areMet(fire)) return;
  running.stopMs = nowMs;
  for (const pid of target.frozen) thaw(target.frozen, pid);
  signalProcess(target.pid, "SIGTERM");
}

function kill(fire: Fire, { pid, frozen }: Target, breach: string): void {
  if (!fire.breaches.includes(breach)) fire.breaches.push(breach);
  for (const each of frozen) thaw(frozen, each);
  signalProcess(pid, "SIGKILL");
}

type Status = Pick<Deno.CommandStatus, "code" | "signal">;

/** A root that nobody killed ends in order or gives up, and has told all. */
async function judge(fire: Fire, running: Running, { code, signal }: Status): Promise<RootOutcome> {
  const { target, root, stopMs, isHot } = running;
  const { totals, breaches } = fire;
  if (target.death !== null) {
    totals.rootsKilled++;
    totals.stalePackets += running.stalePackets;
    return "again";
  }
  if (signal !== null && breaches.length > 0) return "lost";
  const { metrics, stderr } = await root.ended;
  for (const [reason, count] of Object.entries(metrics?.deadLetters ?? {})) {
    if (reason !== STALE) Fire.tally(fire, `dead letters: ${reason}`, count);
  }
  // its own are among those of all its workers
  totals.stalePackets += metrics?.deadLetters[STALE] ?? running.stalePackets;
  const isGivenUp = code === 70 && stderr.includes("gave up");
  if (isGivenUp && isHot) {
    totals.rootsGaveUp++;
    return "again";
  }
  if (code !== 0) {
    const peace = isHot ? "" : " in peace";
    breaches.push(`Root ${target.no} ended with ${signal ?? code}${peace}: ${stderr.trim().slice(-2_000)}`);
    return "lost";
  }
  if (stopMs === Infinity) {
    totals.rootsDone++;
    return "done";
  }
  totals.rootsStopped++;
  Fire.tally(fire, "ms that ordered stops took", Date.now() - stopMs);
  return "again";
}
