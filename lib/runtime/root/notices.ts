import type { ExitReason } from "../supervision/child_spec.ts";
import type { CrashReport, EffectivePermissions, Verdict } from "../tree/protocol.ts";

/** What a person or a log learns of the tree's life; `atMs` is wall time. */
export type Notice =
  & { readonly atMs: number }
  & (
    | {
      readonly kind: "CellReady";
      readonly cell: string;
      readonly pid: number;
      readonly effective: EffectivePermissions;
    }
    | {
      readonly kind: "CellFailed" | "CellGone";
      readonly cell: string;
      readonly pid: number;
      readonly reason: ExitReason;
    }
    | { readonly kind: "CellLockHeld"; readonly cell: string; readonly pid: number }
    | {
      readonly kind: "WorkerStarted" | "WorkerReady";
      readonly worker: string;
      readonly incarnation: number;
    }
    | {
      readonly kind: "WorkerFailed" | "WorkerGone";
      readonly worker: string;
      readonly incarnation: number;
      readonly reason: ExitReason;
      readonly crash: CrashReport | null;
    }
    /** A cell or worker starts again in delayMs. */
    | {
      readonly kind: "Restarting";
      readonly id: string;
      readonly reason: ExitReason;
      readonly delayMs: number;
      readonly restartsInPeriod: number;
    }
    | { readonly kind: "Dropped"; readonly id: string; readonly reason: ExitReason }
    | {
      readonly kind: "GaveUp";
      readonly supervisor: string;
      readonly reason: string;
      readonly child: string;
    }
    | { readonly kind: "Judged"; readonly verdict: Verdict }
    | { readonly kind: "DeadLetter"; readonly reason: string; readonly what: string }
    /** A journal's store cannot take rows, for this reason; "" = it can again. */
    | { readonly kind: "Store"; readonly worker: string; readonly unavailable: string }
    /** From a wrapper module. */
    | { readonly kind: "Note"; readonly worker: string; readonly incarnation: number; readonly note: unknown }
  );

/** A notice without its time. */
export type NoticeBody = Notice extends infer N ? N extends { atMs: number } ? Omit<N, "atMs"> : never
  : never;
