// deno-lint-ignore-file no-console
import { copyPatched, type Patch } from "../campaigns/equal_unsorted.ts";
import { Campaign } from "./campaign.ts";

/** One guard taken away from the program: the campaign must then find something. */
export interface Sabotage {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** What one of the breaches must say. */
  readonly finds: RegExp;
}

/** A campaign on another program. */
export type Work = (campaign: Campaign, program: string, folder: string) => Promise<void>;

/** Runs the campaign once per sabotage, each on a copy of the program of its own; what is not found is a breach. */
export async function playSabotages(
  campaign: Campaign,
  sabotages: readonly Sabotage[],
  folder: string,
  work: Work,
): Promise<void> {
  for (const [nth, sabotage] of sabotages.entries()) {
    campaign.signal.throwIfAborted();
    const scratch = `${folder}/${nth}`;
    await Deno.mkdir(`${scratch}/program`, { recursive: true });
    await copyPatched(`${scratch}/program`, sabotage.patches);
    console.log(`\n--- ${sabotage.name}`);
    const inner: Campaign = { name: sabotage.name, breaches: [], signal: campaign.signal };
    try {
      await work(inner, `${scratch}/program`, `${scratch}/run`);
    } catch (error) {
      Campaign.breach(inner, String(error));
    }
    const found = inner.breaches.find((breach) => sabotage.finds.test(breach));
    if (found === undefined) Campaign.breach(campaign, `NOT FOUND: ${sabotage.name}`);
    else console.log(`--- found: ${sabotage.name}`);
    await Deno.remove(scratch, { recursive: true });
  }
  const { length } = campaign.breaches;
  console.log(`\n${sabotages.length - length} of ${sabotages.length} sabotages were found`);
}
