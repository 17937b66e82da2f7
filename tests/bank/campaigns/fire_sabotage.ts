// deno-lint-ignore-file no-console
/**
 * Shows that "bank:fire" can fail: takes one guard after the other away from a copy of the program, and lets it burn until
 * a breach is found. Exit code 1 if one is not found, or is not what it should be.
 *
 *     deno run -A tests/bank/campaigns/fire_sabotage.ts [as fire.ts, each number per run]
 *
 * @module
 */
import { copyPatched } from "./equal_unsorted.ts";
import { burn } from "./fire_burn.ts";
import { readOptions } from "./fire_options.ts";
import { type Sabotage, SABOTAGES } from "./fire_sabotages.ts";
import { Fire } from "./fire_state.ts";
import { FireLedger } from "./fire_ledger.ts";

/** What each run is, unless options say otherwise. */
const SHORT = ["--faults", "60", "--transfers", "15000", "--mean-ms", "2000", "--arson-ms", "4000"];

/** True if the campaign finds what it must. */
async function isFound(
  { options, signal }: Pick<Fire, "options" | "signal">,
  delivery: "stepped" | "free",
  { name, patches, kinds, finds }: Sabotage,
): Promise<boolean> {
  const scratch = await Deno.makeTempDir({ prefix: "bank_fire_sabotage_" });
  try {
    const program = `${scratch}/program`;
    await Deno.mkdir(program);
    await copyPatched(program, patches);
    const chosen = { ...options, kinds: kinds ?? options.kinds };
    const fire = Fire.create({ options: chosen, delivery, program, folder: `${scratch}/banks`, signal });
    await burn(fire, () => {});
    const found = fire.breaches.find((breach) => finds.test(breach));
    const total = FireLedger.total(fire.ledger);
    console.log(
      `${found === undefined ? "NOT FOUND" : "found"}  ${delivery}, ${name}, after ${total} faults`,
    );
    for (const breach of found === undefined ? fire.breaches : [found]) console.log(`    ${breach}`);
    return found !== undefined;
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

if (import.meta.main) {
  const options = readOptions([...SHORT, ...Deno.args]);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort(new Error(`Stopped by ${name}`)));
  }
  let missed = 0;
  console.log(`bank:fire with sabotage ${JSON.stringify(options)}`);
  for (const sabotage of SABOTAGES) {
    for (const delivery of sabotage.deliveries.filter((each) => options.deliveries.includes(each))) {
      if (stop.signal.aborted) Deno.exit(1);
      if (!await isFound({ options, signal: stop.signal }, delivery, sabotage)) missed++;
    }
  }
  console.log(missed === 0 ? "Every sabotage was found" : `${missed} sabotages were NOT found`);
  Deno.exit(missed === 0 ? 0 : 1);
}
