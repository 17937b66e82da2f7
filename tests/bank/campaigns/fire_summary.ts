import { FireLedger } from "./fire_ledger.ts";
import type { Fire } from "./fire_state.ts";
import { FireTotals } from "./fire_totals.ts";

/** What the issue asks for, one line each: what was tried, and what of it was found wrong. */
export function summarize(
  { options, delivery, ledger, judge, totals, roots, banks }: Pick<
    Fire,
    "options" | "delivery" | "ledger" | "judge" | "totals" | "roots" | "banks"
  >,
): string[] {
  const { forgedRefused, othersRefused, stalePackets } = totals;
  const lines: [string, string][] = [
    ["seed", `${options.seed}, ${delivery}`],
    ["faults", `${FireLedger.total(ledger)} of ${options.faults} asked for, in ${banks} banks`],
    [
      "roots",
      `${roots}: ${totals.rootsKilled} killed and ${totals.rootsGaveUp} ended with exit code 70, all started again; ` +
      `${totals.rootsStopped} stopped in order, ${totals.rootsDone} done`,
    ],
    [
      "dead lives",
      `${
        FireTotals.attempts(totals)
      } attempts to write or to be heard: ${forgedRefused} writes of zombies and ` +
      `${othersRefused} others refused by the store, ${stalePackets} packets refused on the way; ` +
      `accepted ${totals.staleTaken}`,
    ],
    ["hung lives", `${totals.forgedTaken} writes before they were declared dead, taken`],
    [
      "starts",
      `${judge.early} before the exit proof, of ${judge.starts} starts of workers and ${judge.cells.length} of cells ` +
      `checked; of ${judge.looks} looks at threads, two lives at a time for at most ${judge.longestCrowdMs} ms`,
    ],
    ["failures", `${ledger.unprovoked.length} of workers that nothing was done to`],
    ["money", `${totals.moneyBefore} before, ${totals.moneyAfter} after, in ${totals.banksAudited} banks`],
    [
      "transfers",
      `${totals.transfersAsked} asked for, ${totals.transfersHandled} handled, ${totals.transfersLost} lost, ` +
      `${totals.transfersDoubled} doubled`,
    ],
  ];
  if (delivery === "stepped") {
    const same = `${totals.banksEqual} of ${totals.banksAudited} banks`;
    lines.push(["states", `${same} the same as undisturbed on one thread`]);
  }
  return lines.map(([what, text]) => `${what.padEnd(10)}  ${text}`);
}
