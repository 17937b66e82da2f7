import { auditBank, type BankReport } from "../bank_audit.ts";
import { runBankInline } from "../bank_inline.ts";
import { JOURNAL } from "../bank_tree.ts";
import { pause } from "./fire_arson.ts";
import { FireJudge } from "./fire_judge.ts";
import { type FireBank, type RootOutcome, runRoot } from "./fire_root.ts";
import { Fire } from "./fire_state.ts";
import { storeOf } from "./launch.ts";

/** How long the processes of a bank may take to be gone, ms. */
const CLEAR_MS = 10_000;
/** A write may be on its way to the store for so long, ms. */
const ON_THE_WAY_MS = 1_000;

/** Plays bank after bank under fire until all faults have happened; the last one is finished in peace. */
export async function burn(fire: Fire, say: (line: string) => void): Promise<void> {
  do await playBank(fire, say); while (fire.breaches.length === 0 && !Fire.isSpent(fire));
  fire.breaches.push(...Fire.missing(fire));
}

async function playBank(fire: Fire, say: (line: string) => void): Promise<void> {
  const { options, delivery } = fire;
  const no = ++fire.banks;
  const bank: FireBank = {
    folder: `${fire.folder}/${delivery}_${no}`,
    seed: `${options.seed}/${delivery}/${no}`,
    ends: [],
  };
  const startMs = Date.now();
  let outcome: RootOutcome;
  do outcome = await runRoot(fire, bank); while (outcome === "again" && !fire.signal.aborted);
  await clear(fire, bank);
  const seconds = ((Date.now() - startMs) / 1_000).toFixed(0);
  const head = `${delivery} bank ${no}: ${bank.ends.length} roots, ${seconds} s`;
  if (outcome !== "done") return say(`${head}, ${outcome}`);
  say(`${head}, ${judge(fire, bank)}`);
  if (options.keep === "") await Deno.remove(bank.folder, { recursive: true });
}

/** All processes of all its roots are over. */
async function clear({ judge, breaches }: Fire, { ends }: FireBank): Promise<void> {
  const isClear = await Promise.race([Promise.all(ends).then(() => true), pause(CLEAR_MS).then(() => false)]);
  const left = FireJudge.left(judge);
  if (!isClear || left.length > 0) breaches.push(`Processes of a dead root live on: ${left.join(", ")}`);
  for (const pid of left) Deno.kill(pid, "SIGKILL");
}

/** Audits the store; what came of it, in words. */
function judge(fire: Fire, { folder, seed }: FireBank): string {
  const { options: { transfers }, breaches, delivery } = fire;
  const report = auditBank({ path: storeOf(folder), rules: { seed }, transfers });
  const { faultCount, faults, forged, refusals, lives, stateHash } = report;
  breaches.push(...faults);
  if (delivery === "stepped") {
    const { hash } = runBankInline({ seed, transfers });
    if (hash === stateHash) {
      Fire.tally(fire, "stepped banks with the same states as one undisturbed on one thread");
    } else breaches.push(`The accounts came to ${stateHash}, undisturbed on one thread to ${hash}`);
  }
  breaches.push(...undead(fire, report));
  const zombies = refusals.filter(({ isForged }) => isForged).length;
  Fire.tally(fire, "transfers", report.transfers);
  Fire.tally(fire, "lives of writers", lives);
  Fire.tally(fire, "writes of hung workers before they were declared dead, taken", forged);
  Fire.tally(fire, "writes of zombies refused", zombies);
  Fire.tally(fire, "other stale writes refused", refusals.length - zombies);
  return `${transfers} transfers, ${lives} lives, ${zombies} writes of zombies refused, ${faultCount} faults found`;
}

/**
 * Independent of what the root says: no worker may have written as a zombie when its successor had started. Asked of the
 * journal's own cell only, where writes go straight to the journal: through the root they may be late.
 */
function undead({ judge, ledger }: Fire, { refusals }: BankReport): string[] {
  const neighbours = [...ledger.cells.values()].find((workers) => workers.includes(JOURNAL))!;
  const found = new Map<string, number>();
  for (const { epoch: { writer }, isForged, atMs } of refusals) {
    if (!isForged || !neighbours.includes(writer)) continue;
    const hung = ledger.faults.findLast((fault) => fault.where === writer && fault.atMs <= atMs);
    const startMs = judge.startedMs.get(writer)?.find((startedMs) => startedMs > (hung?.atMs ?? Infinity));
    if (startMs === undefined || atMs <= startMs + ON_THE_WAY_MS) continue;
    const what = `${writer}#${hung!.life} (${hung!.kind})`;
    found.set(what, Math.max(found.get(what) ?? 0, atMs - startMs));
  }
  return [...found].map(([what, ms]) =>
    `${what} still wrote ${Math.round(ms)} ms after its successor had started`
  );
}
