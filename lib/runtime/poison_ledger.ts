import type { CrashReport, Verdict } from "./tree/protocol.ts";
import type { ActorSpec, PoisonPolicy } from "./tree/tree_spec.ts";

/**
 * Which messages crashed their actors how often, and what is decided of them. Changed in place. It forgets with the
 * root, and old quarantines before: a poison message then crashes its actor as often again before it is judged again.
 */
export interface PoisonLedger {
  readonly policies: ReadonlyMap<string, PoisonPolicy>;
  /** Per actor: the message it crashed on last, and how often in a row. */
  readonly crashes: Map<string, { readonly messageId: string; readonly count: number }>;
  /** Per actor, the newest last; nothing follows a halt. */
  readonly verdicts: Map<string, Verdict[]>;
}

/** Per actor: a quarantined message is handled long before so many others are. */
const KEPT = 100;

export const PoisonLedger = { create, note, of, isHalted, isQuarantined };

function create(actors: readonly ActorSpec[]): PoisonLedger {
  const policies = new Map(actors.map(({ address, poison }) => [address, poison]));
  return { policies, crashes: new Map(), verdicts: new Map() };
}

/**
 * Notes a crash while a message was in hand. Answers a verdict once that message has crashed its actor as often as
 * the actor's policy allows, without another message of it crashing in between.
 */
function note(
  ledger: PoisonLedger,
  { actor, messageId, kind }: NonNullable<CrashReport["handling"]>,
): Verdict | null {
  const policy = ledger.policies.get(actor);
  if (policy === undefined || isHalted(ledger, actor) || isQuarantined(ledger, actor, messageId)) return null;
  const last = ledger.crashes.get(actor);
  const count = last?.messageId === messageId ? last.count + 1 : 1;
  ledger.crashes.set(actor, { messageId, count });
  if (count < policy.afterCrashes) return null;
  const verdict: Verdict = { actor, messageId, action: policy.byKind[kind] ?? policy.otherwise };
  const verdicts = ledger.verdicts.get(actor) ?? [];
  ledger.verdicts.set(actor, [...verdicts, verdict].slice(-KEPT));
  return verdict;
}

/** The verdicts on messages to these actors. */
function of(ledger: PoisonLedger, actors: readonly ActorSpec[]): readonly Verdict[] {
  return actors.flatMap(({ address }) => ledger.verdicts.get(address) ?? []);
}

/** True if the actor gets nothing more. */
function isHalted({ verdicts }: PoisonLedger, actor: string): boolean {
  return verdicts.get(actor)?.at(-1)?.action === "halt";
}

/** True if this message is journalled without being stepped. */
function isQuarantined({ verdicts }: PoisonLedger, actor: string, messageId: string): boolean {
  const own = verdicts.get(actor);
  return own !== undefined &&
    own.some((verdict) => verdict.messageId === messageId && verdict.action === "quarantine");
}
