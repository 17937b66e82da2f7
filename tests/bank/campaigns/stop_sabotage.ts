/**
 * Shows that "bank:stop" can fail: `stop_sabotage.ts [--stops 2]` takes one guard after the other away from a copy of the
 * program. Exit code 1 if the campaign does not find one.
 *
 * @module
 */
import { Campaign } from "../flood/campaign.ts";
import { playSabotages, type Sabotage } from "../flood/sabotage.ts";
import { stopAll } from "./stop.ts";

const NOT_SNAPSHOTTED = /was stopped with \d+ inputs after its last snapshot/;

export const STOP_SABOTAGES: readonly Sabotage[] = [
  {
    name: "the budget of a stop is ignored",
    patches: [{
      file: "lib/runtime/supervision/child_moves.ts",
      find: '  if (shutdownMs !== "infinity") setTimer(draft, child, "stop", shutdownMs);\n',
      replace: "",
    }],
    finds: /its budget is|did not end within/,
  },
  {
    name: "nobody doubts a kill",
    patches: [{
      file: "lib/runtime/supervision/child_moves.ts",
      find: '  setTimer(draft, child, "kill", draft.flags.killMs);\n',
      replace: "",
    }],
    finds: /its budget is|did not end within/,
  },
  {
    name: "a worker stops without its last commit",
    patches: [{
      file: "lib/runtime/worker/free_role.ts",
      find: "  if (host.isPumping || host.isCommitting) return;\n  ActorGroup.snapshotAll(host.group);\n" +
        "  if (commit(host)) return;\n",
      replace: "",
    }],
    finds: NOT_SNAPSHOTTED,
  },
  {
    name: "the conductor stops without its last commit",
    patches: [{
      file: "lib/runtime/root/stepped_driver.ts",
      find: "  if (host.round === null) host.ledger.snapshots.push(...await takeSnapshots(host));\n" +
        "  await flush(host);\n",
      replace: "",
    }],
    finds: NOT_SNAPSHOTTED,
  },
  {
    name: "the first to start is the first to stop",
    patches: [{
      file: "lib/runtime/supervision/settle.ts",
      find: "draft.children.findLast(",
      replace: "draft.children.find(",
    }],
    finds: /was stopped with|the stop took|did not end within/,
  },
  {
    name: "cells obey Ctrl-C themselves",
    patches: [{
      file: "lib/runtime/cell/run_cell.ts",
      find:
        '  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => {});\n',
      replace: "",
    }],
    finds: NOT_SNAPSHOTTED,
  },
];

if (import.meta.main) {
  await Campaign.run(
    "bank:stop with sabotage",
    () => Campaign.readNumbers(Deno.args, { stops: 2, transfers: 12_000, seed: 5 }),
    (campaign, options, folder) =>
      playSabotages(
        campaign,
        STOP_SABOTAGES,
        folder,
        (inner, program, run) => stopAll(inner, { ...options, program }, run),
      ),
  );
}
