// deno-lint-ignore-file no-console
/**
 * The campaign "parts": `parts.ts [--runs 3] [--ways 5] [--poison 1] [--bars 700] [--symbols 4] [--seed 1]`. While a market is played in
 * cells, every worker in turn (each hosts one actor, two a journal) throws, rejects, falls silent, closes and fails to load.
 * Nobody else may restart, no message be lost or doubled, and result and journal must be those of the undisturbed run. Then
 * with poison: a bar stops its symbol alone and is never skipped, a notification is left out and counted.
 *
 * Budgets of restarts are raised for it. Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { copyProduct } from "../product_copy.ts";
import { STRIKE_WAYS } from "../wrappers/strike.ts";
import { type Hook, openHook } from "./parts_hook.ts";
import { playPoison } from "./parts_poison.ts";
import { ROOMY } from "./parts_run.ts";
import { playStruck, takeReference } from "./parts_struck.ts";

const DEFAULTS = { runs: 3, ways: 5, poison: 1, bars: 700, symbols: 4, seed: 1 };
export type PartsOptions = Readonly<Record<keyof typeof DEFAULTS, number>>;

async function campaign(it: Campaign, options: PartsOptions, folder: string): Promise<void> {
  const program = `${folder}/program`;
  await Deno.mkdir(program);
  await copyProduct(program, []);
  console.log(
    `budgets raised: ${ROOMY.intensity} restarts in ${
      ROOMY.periodMs / 1_000
    } s, backoff at most ${ROOMY.backoff.maxMs} ms`,
  );
  await withHook(async (hook) => {
    const scene = { program, folder, args: await marketArgs(folder, options) };
    const reference = await takeReference(it, scene, hook);
    for (let run = 1; run <= options.runs; run++) {
      const strikes = { seed: `${options.seed}/${run}`, name: `struck-${run}`, ways: options.ways };
      await playStruck(it, { scene, reference, hook, ...strikes });
    }
    if (options.poison > 0) await playPoison(it, { scene, reference, seed: String(options.seed) });
  });
}

/** Runs `work` with a far end for webhooks, which the run's children find in their environment. */
export async function withHook(work: (hook: Hook) => Promise<void>): Promise<void> {
  const hook = openHook();
  Deno.env.set("PARTS_WEBHOOK_URL", hook.url);
  try {
    await work(hook);
  } finally {
    await hook.close();
  }
}

/** Options of `start` for the market, one worker for each symbol, and all channels on. */
export async function marketArgs(
  folder: string,
  { bars, symbols, seed }: Pick<PartsOptions, "bars" | "symbols" | "seed">,
): Promise<string[]> {
  const yaml = [
    `feed: { simulated: { bars: ${bars}, symbols: ${symbols}, seed: ${seed} } }`,
    "actors: { symbols_per_worker: 1 }",
    // often enough that lives begin from snapshots, and with inputs to fold after them
    "store: { snapshot_every: 150 }",
    "notify:",
    "  rate_per_window: 10000",
    "  webhook: { enabled: true, url_env: PARTS_WEBHOOK_URL, allow_loopback: true, min_level: info }",
  ];
  const path = `${folder}/market.yaml`;
  await Deno.writeTextFile(path, yaml.join("\n") + "\n");
  return ["--config", path];
}

/** Throws as Campaign.readNumbers, and RangeError for fewer than two ways: to fail at load takes another death first. */
function readOptions(args: readonly string[]): PartsOptions {
  const options = Campaign.readNumbers(args, DEFAULTS);
  if (options.ways >= 2 && options.ways <= STRIKE_WAYS.length) return options;
  throw new RangeError(
    `Cannot run as --ways must be from 2 to ${STRIKE_WAYS.length}: current value is ${options.ways}`,
  );
}

if (import.meta.main) {
  await Campaign.run("parts", () => readOptions(Deno.args), campaign);
}
