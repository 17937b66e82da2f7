import type { ExitReason } from "../supervision/child_spec.ts";
import type { CrashReport } from "../tree/protocol.ts";

/** What is known of how one life of a worker ends. Changed in place. */
export interface LifeEnd {
  /** In the worker's own words. */
  crash: CrashReport | null;
  /** What was noticed first from outside. */
  fault: ExitReason | null;
  wasToldToStop: boolean;
  hasSaidStopped: boolean;
  wasKilled: boolean;
}

export const LifeEnd = { create, noteCrash, noteFault, reasonOf, crashOf };

/** Of a life of which nothing is known yet. */
function create(): LifeEnd {
  return { crash: null, fault: null, wasToldToStop: false, hasSaidStopped: false, wasKilled: false };
}

/** The worker says why it dies. True if that is the first that is known of its failure. */
function noteCrash(end: LifeEnd, crash: CrashReport): boolean {
  const isFirst = end.fault === null && end.crash === null;
  end.crash ??= crash;
  return isFirst;
}

/** A failure is noticed from outside. True if it is the first that is known; later ones change nothing. */
function noteFault(end: LifeEnd, fault: ExitReason): boolean {
  const isFirst = end.fault === null && end.crash === null;
  if (isFirst) end.fault = fault;
  return isFirst;
}

/**
 * The worker's own words, or, of one that fell silent or ended without any, what it had in hand. Null where nothing is
 * known, or nothing was wrong.
 */
function crashOf(end: LifeEnd, inHand: CrashReport["handling"]): CrashReport | null {
  const reason = reasonOf(end);
  const isUnspoken = reason.kind === "silence" || reason.kind === "exit";
  if (end.crash !== null || inHand === null || !isUnspoken) return end.crash;
  const { kind: name, detail: message } = reason;
  return { reason, name, message, stack: "", cause: "", handling: inHand };
}

/** The reason of a life that is proven gone: its own words, else what was noticed, else what was asked of it. */
function reasonOf({ crash, fault, wasToldToStop, hasSaidStopped, wasKilled }: LifeEnd): ExitReason {
  if (crash !== null) return crash.reason;
  if (fault !== null) return fault;
  if (hasSaidStopped) {
    return wasToldToStop
      ? { kind: "shutdown", detail: "stopped in order" }
      : { kind: "normal", detail: "ended by itself" };
  }
  if (wasKilled) return { kind: "killed", detail: "its thread was ended from outside" };
  return { kind: "exit", detail: "its thread closed without a word" };
}
