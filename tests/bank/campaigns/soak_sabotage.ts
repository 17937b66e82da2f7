/**
 * Shows that "bank:soak" can fail: `soak_sabotage.ts [--worker-restarts 100] [--cell-restarts 12]` takes one guard after the
 * other away from a copy of the program. Exit code 1 if the campaign does not find one.
 *
 * @module
 */
import { Campaign } from "../flood/campaign.ts";
import { playSabotages, type Sabotage } from "../flood/sabotage.ts";
import { soak } from "./soak.ts";

export const SOAK_SABOTAGES: readonly Sabotage[] = [
  {
    name: "the channel of a dead cell stays open",
    patches: [{
      file: "lib/runtime/cell/cell_process.ts",
      find: "    if (child.connected) child.disconnect();\n    onExit",
      replace: "    onExit",
    }],
    finds: /descriptors of root/,
  },
  {
    name: "each life of a worker leaves a file open",
    patches: [{
      file: "lib/runtime/cell/hosted_thread.ts",
      find: "      isGone = true;\n      worker?.terminate();\n",
      replace: "      isGone = true;\n      worker?.terminate();\n" +
        "      ((globalThis as { kept?: unknown[] }).kept ??= []).push(Deno.openSync(new URL(import.meta.url)));\n",
    }],
    finds: /descriptors of vault/,
  },
  {
    name: "each life of a worker leaves a thread",
    patches: [{
      file: "lib/runtime/cell/hosted_thread.ts",
      find: "      isGone = true;\n      worker?.terminate();\n",
      replace: "      isGone = true;\n      worker?.terminate();\n      createWorker(options);\n",
    }],
    finds: /threads of vault/,
  },
  {
    name: "the lock of a life is kept for good",
    patches: [{
      file: "lib/runtime/cell/hosted_thread.ts",
      find: "      await pause(LOCK_KEPT_MS);\n",
      replace: "      await new Promise(() => {});\n",
    }],
    finds: /locks of lives that are over/,
  },
  {
    name: "the root remembers too much of each life",
    patches: [{
      file: "lib/runtime/root/cell_workers.ts",
      find: '  life.phase = "gone";\n  const { spec: { id: worker }, incarnation } = life;\n',
      replace: '  life.phase = "gone";\n  const { spec: { id: worker }, incarnation } = life;\n' +
        "  ((globalThis as { kept?: unknown[] }).kept ??= []).push(new Uint8Array(400_000).fill(1));\n",
    }],
    finds: /memory of its own, MiB of root/,
  },
  {
    name: "with one worker its whole cell restarts",
    patches: [{
      file: "lib/runtime/supervision/exits.ts",
      find: '  if (strategy === "one_for_one") return;\n  const from',
      replace: "  const from",
    }],
    finds: /nobody else may fail/,
  },
];

if (import.meta.main) {
  await Campaign.run(
    "bank:soak with sabotage",
    () => Campaign.readNumbers(Deno.args, { "worker-restarts": 100, "cell-restarts": 12, "seed": 1 }),
    (campaign, options, folder) =>
      playSabotages(campaign, SOAK_SABOTAGES, folder, (inner, program, run) =>
        soak(inner, {
          workerRestarts: options["worker-restarts"],
          cellRestarts: options["cell-restarts"],
          seed: options.seed,
          program,
        }, run)),
  );
}
