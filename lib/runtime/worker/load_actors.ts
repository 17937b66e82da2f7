import { type Behavior, portBehavior } from "../behavior.ts";
import type { ActorHistory } from "../commit_port.ts";
import { isReservedAddress } from "../envelope.ts";
import type { ActorSpec } from "../tree/tree_spec.ts";
import type { JournalClient } from "./journal_client.ts";
import type { WorkerRegistry } from "./registry.ts";

/** An actor before it is restored. */
export interface NamedActor {
  readonly address: string;
  readonly behavior: Behavior;
}

/** An actor and all the store knows of it. */
export interface LoadedActor extends NamedActor {
  readonly history: ActorHistory;
}

/** Finds the behaviors. Throws the registry's errors, and RangeError for an address no actor may have. */
export function nameActors(registry: WorkerRegistry, specs: readonly ActorSpec[]): NamedActor[] {
  return specs.map((spec) => {
    const { address } = spec;
    if (isReservedAddress(address)) {
      throw new RangeError(
        `Cannot create an actor as its address must not be the runtime's: current value is "${address}"`,
      );
    }
    const found = registry.behavior(spec);
    return { address, behavior: "perform" in found ? portBehavior(found) : found };
  });
}

/** Asks the journal for their histories, as long as it takes. */
export async function loadActors(
  journal: JournalClient,
  actors: readonly NamedActor[],
): Promise<LoadedActor[]> {
  const answers = actors.map(async (actor) => {
    const result = await journal.ask({ op: "load", actor: actor.address, schema: actor.behavior.schema });
    if (!result.ok) {
      throw new Error(`Cannot load actor ${actor.address} as the journal refused: ${result.message}`);
    }
    return { ...actor, history: result.value as ActorHistory };
  });
  return await Promise.all(answers);
}
