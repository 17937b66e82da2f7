import { pause } from "./fire_arson.ts";
import { auditDone, auditUndone } from "./fire_audit.ts";
import { FireBank } from "./fire_bank.ts";
import { FireDemands } from "./fire_demands.ts";
import { FireJudge } from "./fire_judge.ts";
import { signalProcess } from "./fire_process.ts";
import { type RootOutcome, runRoot } from "./fire_root.ts";
import type { Fire } from "./fire_state.ts";

/** How long the processes of a bank may take to be gone, ms. */
const CLEAR_MS = 10_000;

/** Plays bank after bank under fire until all faults have happened; the last one is finished in peace. */
export async function burn(fire: Fire, say: (line: string) => void): Promise<void> {
  do await playBank(fire, say); while (fire.breaches.length === 0 && !FireDemands.areMet(fire));
  if (fire.breaches.length === 0) {
    fire.breaches.push(...FireDemands.missing(fire), ...FireDemands.unshown(fire));
  }
}

async function playBank(fire: Fire, say: (line: string) => void): Promise<void> {
  const { options, delivery } = fire;
  const no = ++fire.banks;
  const bank = FireBank.create(`${fire.folder}/${delivery}_${no}`, `${options.seed}/${delivery}/${no}`);
  const startMs = Date.now();
  let outcome: RootOutcome = "lost";
  try {
    do outcome = await runRoot(fire, bank); while (outcome === "again" && fire.breaches.length === 0);
  } finally {
    await clear(fire, bank);
  }
  const seconds = ((Date.now() - startMs) / 1_000).toFixed(0);
  const head = `${delivery} bank ${no}: ${bank.ends.length} roots, ${seconds} s`;
  if (outcome === "done") say(`${head}, ${auditDone(fire, bank)}`);
  else {
    say(`${head}, not done`);
    auditUndone(fire, bank);
  }
  if (options.keep === "") await Deno.remove(bank.folder, { recursive: true });
}

/** All processes of all its roots are over. */
async function clear({ judge, breaches }: Fire, { ends }: FireBank): Promise<void> {
  const isClear = await Promise.race([Promise.all(ends).then(() => true), pause(CLEAR_MS).then(() => false)]);
  const left = FireJudge.left(judge);
  if (!isClear || left.length > 0) breaches.push(`Processes of a dead root live on: ${left.join(", ")}`);
  for (const pid of left) signalProcess(pid, "SIGKILL");
}
