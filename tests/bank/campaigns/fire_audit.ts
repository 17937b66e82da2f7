import { auditBank, type BankReport } from "../bank_audit.ts";
import { runBankInline } from "../bank_inline.ts";
import type { AccountArgs } from "../accounts.ts";
import { bankActors } from "../bank_tree.ts";
import type { FireBank } from "./fire_bank.ts";
import type { Fire } from "./fire_state.ts";
import { storeOf } from "./launch.ts";

/** Audits the store of a bank that is done; what came of it, in words. */
export function auditDone(fire: Fire, { folder, seed }: FireBank): string {
  const { options: { transfers }, breaches, delivery, totals } = fire;
  const report = auditBank({ path: storeOf(folder), rules: { seed }, transfers });
  breaches.push(...report.faults);
  addUp(fire, report);
  totals.moneyBefore += bankActors({ seed }).reduce(
    (sum, { args }) => sum + (args as AccountArgs).opening,
    0n,
  );
  totals.moneyAfter += Object.values(report.balances).reduce((sum, balance) => sum + balance, 0n);
  totals.banksAudited++;
  if (delivery === "stepped") {
    const { hash } = runBankInline({ seed, transfers });
    if (hash === report.stateHash) totals.banksEqual++;
    else breaches.push(`The accounts came to ${report.stateHash}, undisturbed on one thread to ${hash}`);
  }
  const refused = report.refusals.length;
  return `${report.transfers} transfers, ${report.lives} lives, ${refused} writes of dead lives refused, ${report.faultCount} faults found`;
}

/** Audits a bank that will not be done: its faults are breaches, and may tell why. */
export function auditUndone({ breaches }: Fire, { folder, seed }: FireBank): void {
  breaches.push(...auditBank({ path: storeOf(folder), rules: { seed } }).faults);
}

const LOST = /neither handled nor in the outbox/;
const DOUBLED = /was not under way|was handled after/;

function addUp({ options: { transfers }, totals }: Fire, report: BankReport): void {
  const { faults, forged, refusals, lives, staleRows } = report;
  const zombies = refusals.filter(({ isForged }) => isForged).length;
  totals.lives += lives;
  totals.transfersAsked += transfers;
  totals.transfersHandled += report.transfers;
  totals.transfersLost += faults.filter((fault) => LOST.test(fault)).length;
  totals.transfersDoubled += faults.filter((fault) => DOUBLED.test(fault)).length;
  totals.forgedTaken += forged;
  totals.forgedRefused += zombies;
  totals.othersRefused += refusals.length - zombies;
  totals.staleTaken += staleRows;
}
