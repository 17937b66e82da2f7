import type { FaultKind } from "../wrappers/fault_kinds.ts";
import type { Patch } from "./equal_unsorted.ts";

/** One guard taken away from the program: the campaign must then find something. */
export interface Sabotage {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Faults of workers that bring it to light. @default {all} */
  readonly kinds?: readonly FaultKind[];
  /** In which it does harm. */
  readonly deliveries: readonly ("stepped" | "free")[];
  /** What one of the breaches must say. */
  readonly finds: RegExp;
}

const OTHER_HISTORY =
  /was not under way|neither handled nor in the outbox|was handled after|after .*#\d+|too much money/;

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: "the store takes writes of any epoch",
    patches: [{
      file: "tests/bank/bank_store.ts",
      find: "  refuseStale(statements, epoch);\n",
      replace: "  if (epoch.number < 0) refuseStale(statements, epoch);\n",
    }],
    kinds: ["microtask_loop", "sync_loop"],
    deliveries: ["free"],
    finds: /was stored in epoch \d+ of worker\/\d, not \d+/,
  },
  {
    name: "a failure counts as an exit proof",
    patches: [{
      file: "lib/runtime/supervision/exits.ts",
      find: "  kill(draft, child);\n  return true;\n",
      replace: "  kill(draft, child);\n  return onGone(draft, child, reason);\n",
    }],
    deliveries: ["stepped", "free"],
    finds: /started before .* was proven gone|is ready as process \d+ while process \d+ of it lives/,
  },
  {
    name: "terminate() counts as an exit proof",
    patches: [{
      file: "lib/runtime/cell/hosted_thread.ts",
      find: "    worker?.terminate();\n    watchForEnd();\n",
      replace:
        "    worker?.terminate();\n    if (isGone) return;\n    isGone = true;\n    options.onGone();\n",
    }, {
      file: "lib/runtime/cell/hosted_thread.ts",
      find: "      await pause(0);\n      isGone = true;\n",
      replace: "      await pause(0);\n      if (isGone) return;\n      isGone = true;\n",
    }],
    kinds: ["microtask_loop", "sync_loop"],
    deliveries: ["stepped", "free"],
    finds: /ran \d+ threads of \d+ workers/,
  },
  {
    name: "what is sent leaves before its commit",
    patches: [{
      file: "lib/runtime/worker/free_role.ts",
      find: "  host.isCommitting = true;\n",
      replace: "  host.isCommitting = true;\n  ActorGroup.committed(host.group, Date.now());\n",
    }, {
      file: "lib/runtime/worker/free_role.ts",
      find: "  host.isCommitting = false;\n  ActorGroup.committed(host.group, Date.now());\n",
      replace: "  host.isCommitting = false;\n",
    }],
    deliveries: ["free"],
    finds: OTHER_HISTORY,
  },
  {
    name: "receivers take what they have handled",
    patches: [{
      file: "lib/runtime/delivery/link_in.ts",
      find: "    if (envelope.seq <= link.accepted) {\n",
      replace: "    if (envelope.seq <= link.accepted && envelope.seq < 0) {\n",
    }],
    deliveries: ["free"],
    finds: OTHER_HISTORY,
  },
  {
    name: "what a dead life answered counts for its successor, which never handled it",
    patches: [{
      file: "lib/runtime/root/stepped_driver.ts",
      find: "  if (host.round !== null) SteppedRound.forget(host.round, worker);\n",
      replace: "",
    }],
    kinds: ["sync_loop", "regex"],
    deliveries: ["stepped"],
    finds: /failed though nothing was done to it/,
  },
];
