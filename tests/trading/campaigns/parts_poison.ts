// deno-lint-ignore-file no-console
import type { WrapSpec } from "../../../lib/runtime/mod.ts";
import { ADDRESS } from "../../../actors/addresses.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import type { PoisonArgs } from "../wrappers/poison.ts";
import { Halted } from "./parts_halted.ts";
import type { PartsJudge } from "./parts_judge.ts";
import { Journal } from "./parts_journal.ts";
import { Letters } from "./parts_letters.ts";
import { type Deeds, type PartsRun, type PartsScene, playParts, recoveryTable } from "./parts_run.ts";
import { expectResult, type Reference, tellBreaches } from "./parts_struck.ts";

const PORTS = ADDRESS.port("");
/** A message crashes its actor so often, then it is judged. */
const CRASHES = 2;

export interface PoisonOptions {
  readonly scene: PartsScene & { readonly limitMs?: number };
  readonly reference: Reference;
  readonly seed: string;
}

/** A poison bar, then poison notifications: what cannot be handled stops its symbol alone, or is left out and counted. */
export async function playPoison(it: Campaign, options: PoisonOptions): Promise<void> {
  await playPoisonBar(it, options);
  await playPoisonLetters(it, options);
}

/** One bar of one symbol with an open position crashes its actor for ever. */
export async function playPoisonBar(it: Campaign, { scene, reference, seed }: PoisonOptions): Promise<void> {
  const bar = Halted.choose(Journal.filesOf(reference.folder).main, seed);
  const worker = workerOf(reference, bar.actor);
  const deeds = new Map([[worker, poisonedBy({ kind: "BarClosed", by: { openMs: bar.openMs } })]]);
  const run = await playParts(scene, "poison-bar", deeds, it.signal);
  tellBreaches(it, run);
  expectVerdicts(it, run, [{ actor: bar.actor, messageId: bar.messageId, action: "halt" }]);
  expectHalted(it, run, [bar.actor]);
  const seen = Halted.judge(Journal.filesOf(run.folder).main, bar, reference);
  for (const what of seen.breaches) Campaign.breach(it, `${run.name}: ${what}`);
  const told = run.metrics?.deadLetters["halted"] ?? 0;
  if (told !== seen.unhandled) {
    Campaign.breach(
      it,
      `${run.name}: ${told} dead letters are counted as halted, ${seen.unhandled} messages were not handled`,
    );
  }
  console.log(
    `poison-bar: ${bar.messageId}, a bar of ${bar.symbol} with an open position, ${
      verdictText(run.judge)
    }; ` +
      `${seen.unhandled} messages of the symbol wait, ${seen.handledBars} of its bars were handled before, none after; ` +
      `others: ${seen.otherBars} bars handled, ${seen.sameDecisions} of ${seen.decisions} decisions the same, ` +
      `features of all, ${seen.sameDeeds} of ${seen.deeds} orders, fills and cash flows the same; sets closed ${seen.sets} of ${seen.setsDue}; ${seen.looks} looks of the venue at the position, ` +
      `${seen.looks - seen.naked} with its stop; alerts ${seen.alerts}; ${run.seconds.toFixed(1)} s`,
  );
}

/** A notification that the notifier cannot take, and one that a channel's port cannot. */
export async function playPoisonLetters(
  it: Campaign,
  { scene, reference, seed }: PoisonOptions,
): Promise<void> {
  const letters = Letters.choose(Journal.filesOf(reference.folder).main, seed);
  const deeds = new Map(letters.map(({ actor, kind, messageId }) => [
    workerOf(reference, actor),
    poisonedBy({ kind, by: { id: messageId }, at: actor.startsWith(PORTS) ? "port" : "actor" }),
  ]));
  const run = await playParts(scene, "poison-letters", deeds, it.signal);
  tellBreaches(it, run);
  expectVerdicts(
    it,
    run,
    letters.map(({ actor, messageId }) => ({ actor, messageId, action: "quarantine" })),
  );
  expectHalted(it, run, []);
  expectResult(it, run, reference);
  const path = Journal.filesOf(run.folder).main;
  const seen = Letters.judge(path, letters, Journal.filesOf(reference.folder).main);
  for (const what of seen.breaches) Campaign.breach(it, `${run.name}: ${what}`);
  const { unhandled, faults } = Journal.deliveredIn(path);
  if (unhandled.length > 0) Campaign.breach(it, `${run.name}: ${unhandled.length} messages were lost`);
  for (const [what, rows] of Object.entries(faults)) Campaign.breach(it, `${run.name}: ${what}: ${rows}`);
  const told = run.metrics?.deadLetters["quarantined"] ?? 0;
  if (told !== letters.length) {
    Campaign.breach(
      it,
      `${run.name}: ${told} dead letters are counted as quarantined, not ${letters.length}`,
    );
  }
  console.log(
    `poison-letters: ${letters.map(({ actor, messageId }) => `${messageId} to ${actor}`).join(", ")}; ` +
      `${verdictText(run.judge)}; ${told} dead letters, ${seen.delivered} notifications delivered; ` +
      `${run.seconds.toFixed(1)} s`,
  );
  for (const line of recoveryTable(run.judge.recoveries)) console.log(line);
}

function poisonedBy(args: PoisonArgs): Deeds {
  const wraps = [{ kind: "poison", args: args as unknown as WrapSpec["args"] }];
  return { ways: Array.from({ length: CRASHES }, () => "poison" as const), wraps };
}

function workerOf({ actorsOf }: Reference, actor: string): string {
  for (const [worker, address] of actorsOf) if (address === actor) return worker;
  throw new Error(`Cannot poison ${actor} as no worker hosts it`);
}

type Verdict = PartsJudge["verdicts"][number];

function expectVerdicts(it: Campaign, { name, judge }: PartsRun, expected: readonly Verdict[]): void {
  const texts = (verdicts: readonly Verdict[]) => verdicts.map(textOf).sort().join("; ") || "none";
  if (texts(judge.verdicts) === texts(expected)) return;
  Campaign.breach(it, `${name}: judged was ${texts(judge.verdicts)}, expected ${texts(expected)}`);
}

function textOf({ actor, messageId, action }: Verdict): string {
  return `${action} ${actor} on ${messageId}`;
}

function verdictText({ verdicts }: PartsJudge): string {
  return `judged: ${verdicts.map(textOf).join("; ") || "nothing"}`;
}

function expectHalted(it: Campaign, { name, metrics }: PartsRun, expected: readonly string[]): void {
  const halted = (metrics?.actors ?? []).filter((actor) => actor.isHalted).map(({ address }) => address);
  if (halted.join() === expected.join()) return;
  Campaign.breach(
    it,
    `${name}: halted are ${halted.join(", ") || "none"}, not ${expected.join(", ") || "none"}`,
  );
}
