// impure-file: it owns a thread, and a clock feeds the watch
import type { ExitReason } from "../supervision/child_spec.ts";
import type { AgentReport, Boot, Life, Packet, WorkerMetrics, WorkerReport } from "../tree/protocol.ts";
import { HandSlot } from "../worker/hand_slot.ts";
import { LifeEnd } from "./life_end.ts";
import { SilenceWatch } from "./silence_watch.ts";
import { startThread, type WorkerThread } from "./hosted_thread.ts";

/** What a worker needs from the agent around it. */
export interface WorkerHost {
  readonly workerUrl: URL;
  readonly watch: SilenceWatch;
  report(report: AgentReport): void;
  /** The worker sends packets. */
  carry(packets: readonly Packet[]): void;
  /** The worker wants a direct port to another one. */
  connect(from: HostedWorker, to: string): void;
  /** Its thread is proven gone. */
  onGone(worker: HostedWorker): void;
}

/** One life of a worker in this cell. Changed in place. */
export interface HostedWorker {
  readonly life: Life;
  readonly boot: Boot;
  readonly host: WorkerHost;
  readonly end: LifeEnd;
  /** What it has in hand, as it notes for us. */
  readonly hand: HandSlot;
  /** Null until it is its turn to start. */
  thread: WorkerThread | null;
  /** Of its last heartbeat; null before the first. */
  metrics: WorkerMetrics | null;
  isReady: boolean;
  /** Failed, being killed, or gone: takes nothing any more. */
  isOver: boolean;
}

export const HostedWorker = { create, start, stop, kill, fail, takesPackets };

/** A life whose thread is not started yet. */
function create(boot: Boot, host: WorkerHost): HostedWorker {
  const life = { id: boot.spec.id, incarnation: boot.incarnation };
  const end = LifeEnd.create();
  return {
    life,
    boot,
    host,
    end,
    hand: HandSlot.create(),
    thread: null,
    metrics: null,
    isReady: false,
    isOver: false,
  };
}

/** Starts its thread; blocks for 11 to 37 ms. */
function start(worker: HostedWorker): void {
  const { boot, host, life } = worker;
  worker.thread = startThread({
    ...{ life, workerUrl: host.workerUrl, permissions: boot.spec.permissions },
    onReport: (report) => onReport(worker, report),
    onError: (message) => fail(worker, { kind: worker.isReady ? "crash" : "load_failed", detail: message }),
    onGone: () => onGone(worker),
  });
  worker.thread.post({ kind: "Boot", boot, hand: worker.hand.buffer });
}

/** Asks for the ordered end. */
function stop(worker: HostedWorker): void {
  worker.end.wasToldToStop = true;
  if (worker.thread !== null) return worker.thread.post({ kind: "Stop" });
  // it never lived, so nothing is left to do in order
  worker.end.hasSaidStopped = true;
  onGone(worker);
}

/** Ends the thread without asking. */
function kill(worker: HostedWorker): void {
  worker.end.wasKilled = true;
  worker.isOver = true;
  SilenceWatch.remove(worker.host.watch, worker.life.id);
  if (worker.thread === null) onGone(worker);
  else worker.thread.terminate();
}

/** Notes and reports a failure, once per life. */
function fail(worker: HostedWorker, reason: ExitReason): void {
  if (LifeEnd.noteFault(worker.end, reason)) reportFailed(worker);
}

/** Also while it starts: it needs the journal's answers for that. */
function takesPackets(worker: HostedWorker | undefined): worker is HostedWorker & { thread: WorkerThread } {
  return worker !== undefined && worker.thread !== null && !worker.isOver;
}

function onReport(worker: HostedWorker, report: WorkerReport): void {
  const { host, life } = worker;
  switch (report.kind) {
    case "Locked":
      return;
    case "Ready":
      // before that, a long history may keep the thread from beating: only the supervisor's time for it counts
      worker.isReady = true;
      SilenceWatch.add(host.watch, life.id, performance.now(), worker.boot.spec.silenceMs);
      return host.report({ kind: "WorkerReady", actors: report.actors, ...life });
    case "Crashed":
      if (LifeEnd.noteCrash(worker.end, report.report)) reportFailed(worker);
      return;
    case "Stopped":
      worker.end.hasSaidStopped = true;
      return;
    case "Beat":
      worker.metrics = report.metrics;
      return SilenceWatch.heard(host.watch, life.id, report.metrics.busyMs, performance.now());
    case "Carry":
      return host.carry(report.packets);
    case "WantPort":
      return host.connect(worker, report.worker);
    case "Store":
      return host.report({ kind: "Store", unavailable: report.unavailable, ...life });
    case "Note":
      return host.report({ kind: "Note", note: report.note, ...life });
  }
}

function reportFailed(worker: HostedWorker): void {
  const { host, life, end } = worker;
  const crash = LifeEnd.crashOf(end, HandSlot.read(worker.hand));
  worker.isOver = true;
  SilenceWatch.remove(host.watch, life.id);
  host.report({ kind: "WorkerFailed", reason: LifeEnd.reasonOf(end), crash, ...life });
}

function onGone(worker: HostedWorker): void {
  const { host, life, end } = worker;
  const crash = LifeEnd.crashOf(end, HandSlot.read(worker.hand));
  worker.isOver = true;
  SilenceWatch.remove(host.watch, life.id);
  host.onGone(worker);
  host.report({ kind: "WorkerGone", reason: LifeEnd.reasonOf(end), crash, ...life });
}
