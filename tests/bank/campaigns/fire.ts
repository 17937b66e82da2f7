// deno-lint-ignore-file no-console
/**
 * The campaign "bank:fire": banks under every fault that workers, cells and roots can meet, until enough of each has
 * happened. No money is made or lost, no transfer lost or doubled; in stepped delivery the accounts come to what they come to
 * undisturbed; no life begins before the end of the last one is proven; what zombies write is refused. `USAGE` has the
 * options. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { runCommand } from "./command.ts";
import { copyPatched } from "./equal_unsorted.ts";
import { burn } from "./fire_burn.ts";
import { type FireOptions, readOptions, USAGE } from "./fire_options.ts";
import { describeFire } from "./fire_report.ts";
import { Fire } from "./fire_state.ts";

/** True if nothing was found. */
async function campaign(options: FireOptions, signal: AbortSignal): Promise<boolean> {
  const scratch = await Deno.makeTempDir({ prefix: "bank_fire_" });
  const program = `${scratch}/program`;
  const folder = options.keep || `${scratch}/banks`;
  let breaches = 0;
  try {
    // a root started in the middle runs what the first one ran, whatever is written here meanwhile
    await Deno.mkdir(program);
    await copyPatched(program, []);
    console.log(`bank:fire ${JSON.stringify(options)}`);
    for (const delivery of options.deliveries) {
      breaches += await oneDelivery(Fire.create({ options, delivery, program, folder, signal }));
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
  console.log(breaches === 0 ? "bank:fire passed" : `bank:fire FAILED: ${breaches} breaches`);
  return breaches === 0;
}

async function oneDelivery(fire: Fire): Promise<number> {
  const startMs = performance.now();
  await burn(fire, console.log);
  console.log(`\n${fire.delivery}, ${((performance.now() - startMs) / 1_000).toFixed(0)} s:`);
  for (const line of describeFire(fire)) console.log(line);
  for (const breach of fire.breaches) console.log(`BREACH ${breach}`);
  return fire.breaches.length;
}

if (import.meta.main) await runCommand({ readOptions, usage: USAGE, campaign });
