import { decodeState, sha256Hex } from "../../lib/core/mod.ts";
import { ActorRecord } from "../../lib/runtime/actor_record.ts";
import type { ActorSnapshot, CommitPort } from "../../lib/runtime/mod.ts";
import { restoreActor } from "../../lib/runtime/restore_actor.ts";
import { TimerQueue } from "../../lib/runtime/timer_queue.ts";
import type { ActorSpec } from "../../lib/runtime/tree/tree_spec.ts";
import type { AccountState } from "./accounts.ts";
import { registry } from "./registry.ts";

/** The accounts with all that is durable of them, in the order of the specs. */
export type BankAccounts = readonly ActorSnapshot[];

/** From what accounts are folded: the newest snapshot as after a restart, or the very first input. */
export type FoldFrom = "snapshot" | "start";

/** No behavior has this schema, so no snapshot is found and all inputs are. */
const NO_SCHEMA = -1;

/** What a restart of every account would lead to. Throws FatalError where the store contradicts itself. */
export function foldBank(
  port: CommitPort,
  actors: readonly ActorSpec[],
  from: FoldFrom = "snapshot",
): BankAccounts {
  return actors.map((spec) => {
    const { address } = spec;
    const behavior = registry.behavior(spec);
    const history = port.load(address, from === "start" ? NO_SCHEMA : behavior.schema);
    const timing = { timers: TimerQueue.create(), fired: new Map<string, number>() };
    return ActorRecord.snapshot(restoreActor({ address, behavior, history }, timing), timing.timers);
  });
}

/** The state in which an account was folded. */
export function stateOf({ state }: ActorSnapshot): AccountState {
  return decodeState(state) as AccountState;
}

/** SHA-256 of all states: in stepped delivery the same for the same rules and transfers, wherever they ran. */
export function hashOf(accounts: BankAccounts): string {
  return sha256Hex(accounts.map(({ state }) => state).join("\n"));
}
