import type { Patch } from "../../program_copy.ts";

/** One guard taken away from the program: the campaign must then find something. */
export interface PartsSabotage {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** What brings it to light: strikes at these workers (null: at all), or a poison bar. */
  readonly by: { readonly struck: readonly string[] | null } | "poison_bar";
  /** What one of the breaches must say. */
  readonly finds: RegExp;
}

export const PARTS_SABOTAGES: readonly PartsSabotage[] = [
  {
    name: "who lives in the same cell starts again too (one_for_all)",
    patches: [{
      file: "lib/runtime/supervision/exits.ts",
      find: '  if (strategy === "one_for_one") return;\n  const from = strategy === "one_for_all" ? 0 :',
      replace: '  const from = strategy === "one_for_one" ? 0 :',
    }],
    by: { struck: ["reconciliation"] },
    finds: /^\S+: (?!reconciliation)\S+#2 started though nothing was done to \S+#1$/,
  },
  {
    name: "a restart is not counted",
    patches: [{
      file: "lib/runtime/root/tree_cells.ts",
      find: 'if (body.kind === "Restarting") state.restarts.set(',
      replace: 'if (body.kind === "Restarting" && body.id !== "risk") state.restarts.set(',
    }],
    by: { struck: ["risk", "guardian"] },
    finds: /risk counts 0 restarts, not 5/,
  },
  {
    name: "the next life is not given what its predecessor died on",
    patches: [{
      file: "lib/runtime/root/stepped_driver.ts",
      find: "  deliver(host, worker);\n}\n\nfunction onPacket(",
      replace: "  const given = host.round?.deliveries.get(worker);\n" +
        "  if (given !== undefined && given.length > 0) host.round!.deliveries.set(worker, given.slice(1));\n" +
        "  deliver(host, worker);\n}\n\nfunction onPacket(",
    }],
    by: { struck: ["reporter", "guardian"] },
    finds: /\d+ messages were lost/,
  },
  {
    name: "the exchange handles what it is asked again, and its store takes it",
    patches: [{
      file: "lib/runtime/worker/stepped_role.ts",
      find: "    if (SteppedActors.isDuplicate(host.actors, delivery)) {\n      const known",
      replace: "    if (round < 0) {\n      const known",
    }, {
      file: "lib/store/write_batch.ts",
      find: "WHERE o.sender = given.column1 AND o.seq = given.column2)`;",
      replace: "WHERE o.sender = given.column1 AND o.seq = given.column2) ON CONFLICT DO NOTHING`;",
    }],
    by: { struck: ["venue"] },
    finds: /handled twice in the harbour store: \d+/,
  },
  {
    name: "what a dead life answered counts for its successor, which never handled it",
    patches: [{
      file: "lib/runtime/root/stepped_driver.ts",
      find: "  if (host.round !== null) SteppedRound.forget(host.round, worker);\n",
      replace: "",
    }],
    by: { struck: null },
    finds: /died though nothing was done to it|exit code 70|rows of \S+ in the main store differ/,
  },
  {
    name: "a journal that died before it answered does not know what it stored",
    patches: [{
      file: "lib/runtime/worker/journal_server.ts",
      find: "    if (isStored(server.store, call.batch)) return DONE;\n",
      replace: "    if (call.epoch.number < 0 && isStored(server.store, call.batch)) return DONE;\n",
    }],
    by: { struck: ["journal"] },
    finds: /journal#\d+ died though nothing was done to it|exit code 70/,
  },
  {
    name: "a poison bar is left out like a notification",
    patches: [{
      file: "actors/actor_args.ts",
      find: 'const TRADED: PoisonPolicy = { afterCrashes: 2, byKind: {}, otherwise: "halt" };',
      replace: 'const TRADED: PoisonPolicy = { afterCrashes: 2, byKind: {}, otherwise: "quarantine" };',
    }],
    by: "poison_bar",
    finds: /the poison bar \S+ does not wait: it was skipped or handled/,
  },
];
