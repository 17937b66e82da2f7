// deno-lint-ignore-file no-console
import { Campaign } from "../../bank/flood/campaign.ts";
import { copyProgram, type Patch } from "../../program_copy.ts";

/** A guard taken away from a copy of the program: a campaign must then find something. */
export interface Sabotage {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** What one of the breaches must say. */
  readonly finds: RegExp;
}

/** All that the demo is made of, and how tests start it. */
const PARTS = [
  ...["deno.json", "deno.lock", "main.ts", "cli", "actors", "config", "lib", "migrations", "schemas"],
  ...["tests/fixtures", "tests/admin/demo_fixture.ts"],
];

/**
 * Plays a campaign on a copy of the program for each sabotage, or for the one of a number from 1; what is not found is a
 * breach.
 */
export async function playAdminSabotages(
  it: Campaign,
  { sabotages, only, folder }: {
    readonly sabotages: readonly Sabotage[];
    readonly only: number;
    readonly folder: string;
  },
  play: (inner: Campaign, program: string, folder: string) => Promise<void>,
): Promise<void> {
  for (const [i, { name, patches, finds }] of sabotages.entries()) {
    it.signal.throwIfAborted();
    if (only !== 0 && only !== i + 1) continue;
    const program = `${folder}/program_${i}`, run = `${folder}/run_${i}`;
    await Deno.mkdir(`${program}/tests/admin`, { recursive: true });
    await Deno.mkdir(run);
    await copyProgram(program, PARTS, patches);
    console.log(`\n--- ${name}`);
    const inner: Campaign = { ...it, breaches: [] };
    await play(inner, program, run).catch((error) => Campaign.breach(inner, String(error)));
    const found = inner.breaches.find((breach) => finds.test(breach));
    console.log(`--- ${found === undefined ? "NOT FOUND" : "found"}: ${name}`);
    if (found === undefined) Campaign.breach(it, `${name} was not found`);
  }
}
