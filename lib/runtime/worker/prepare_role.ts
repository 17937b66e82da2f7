import { type Outside, portOf } from "../behavior.ts";
import { StaleEpochError } from "../errors.ts";
import { type EmergencyLog, openEmergencyLog } from "./emergency_log.ts";
import { createFreeRole } from "./free_role.ts";
import { createJournalRole } from "./journal_role.ts";
import { loadActors, nameActors, type NamedActor } from "./load_actors.ts";
import type { HandlingWrapper, WorkerRegistry, WrapContext } from "./registry.ts";
import { createSteppedRole } from "./stepped_role.ts";
import type { WorkerContext, WorkerRole } from "./worker_role.ts";

/** A role whose parts are there, and which only lacks what the store knows. */
export interface PreparedRole {
  open(): Promise<WorkerRole>;
}

/** The role that a worker's spec and its tree's delivery give it, with all that the registry must provide for it. */
export function prepareRole(
  registry: WorkerRegistry,
  context: Omit<WorkerContext, "wrappers">,
): PreparedRole {
  const { boot: { spec, delivery }, journal } = context;
  const inContext = { ...context, wrappers: wrappersOf(registry, context) };
  if (spec.store !== undefined) {
    const store = registry.store(spec.store);
    // deno-lint-ignore require-await
    return { open: async () => createJournalRole(inContext, store) };
  }
  const named = nameActors(registry, spec.actors);
  if (delivery === "stepped") {
    return {
      async open() {
        const loaded = await loadActors(journal, named);
        await openPorts(named, context.outside);
        return createSteppedRole(inContext, loaded);
      },
    };
  }
  const log = spec.emergencyLog === undefined ? null : openEmergencyLog(spec.emergencyLog);
  return {
    async open() {
      if (log !== null) await mergeLog(inContext, log);
      const loaded = await loadActors(journal, named);
      await openPorts(named, context.outside);
      return createFreeRole(inContext, loaded, log);
    },
  };
}

async function openPorts(actors: readonly NamedActor[], outside: Outside): Promise<void> {
  for (const { behavior } of actors) await portOf(behavior)?.open?.(outside);
}

/** What an earlier life could not give to the journal belongs to its actors' histories. */
async function mergeLog({ journal, boot: { epoch } }: WorkerContext, log: EmergencyLog): Promise<void> {
  for (const batch of log.left) {
    const result = await journal.ask({ op: "commit", batch, epoch: epoch! });
    if (!result.ok) throw new StaleEpochError(epoch!, result.newest);
  }
  if (log.left.length > 0) log.clear();
}

function wrappersOf(registry: WorkerRegistry, context: Omit<WorkerContext, "wrappers">): HandlingWrapper[] {
  const { boot: { spec, incarnation, epoch }, transport, report } = context;
  const wrapContext: WrapContext = {
    worker: spec.id,
    incarnation,
    epoch,
    note: (note) => report({ kind: "Note", note }),
    send: (to, body) => {
      transport.send(body, to);
      transport.flush();
    },
  };
  return spec.wrap.map((wrap) => registry.wrapper(wrap, wrapContext));
}
