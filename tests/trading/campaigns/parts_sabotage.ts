// deno-lint-ignore-file no-console
/**
 * Shows that "parts" can fail: `parts_sabotage.ts [--from 1] [--to 7] [--bars 120] [--symbols 2] [--seed 1]` takes one guard
 * after the other away from a copy of the program. Exit code 1 if the campaign does not find one.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { copyProduct } from "../product_copy.ts";
import { marketArgs, withHook } from "./parts.ts";
import type { Hook } from "./parts_hook.ts";
import { playPoisonBar } from "./parts_poison.ts";
import type { PartsScene } from "./parts_run.ts";
import { PARTS_SABOTAGES, type PartsSabotage } from "./parts_sabotages.ts";
import { playStruck, type Reference, takeReference } from "./parts_struck.ts";

const DEFAULTS = { from: 1, to: PARTS_SABOTAGES.length, bars: 120, symbols: 3, seed: 1 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

/** A program that lacks something may hang, ms. */
const LIMIT_MS = 120_000;

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  const program = `${folder}/program`;
  await Deno.mkdir(program);
  await copyProduct(program, []);
  await withHook(async (hook) => {
    const scene = { program, folder, args: await marketArgs(folder, options) };
    const reference = await takeReference(it, scene, hook);
    for (const [i, sabotage] of PARTS_SABOTAGES.entries()) {
      if (i + 1 < options.from || i + 1 > options.to) continue;
      it.signal.throwIfAborted();
      console.log(`\n--- ${i + 1}: ${sabotage.name}`);
      const found = await find(it, { ...scene, folder: `${folder}/${i + 1}` }, { sabotage, reference, hook });
      if (found === undefined) Campaign.breach(it, `NOT FOUND: ${sabotage.name}`);
      else console.log(`--- found: ${found}`);
    }
  });
}

interface Attempt {
  readonly sabotage: PartsSabotage;
  readonly reference: Reference;
  readonly hook: Hook;
}

/** The breach that names what is missing in the program, or undefined. */
async function find(
  { signal }: Campaign,
  scene: PartsScene,
  { sabotage: { name, patches, by, finds }, reference, hook }: Attempt,
): Promise<string | undefined> {
  const program = `${scene.folder}/program`;
  await Deno.mkdir(program, { recursive: true });
  await copyProduct(program, patches);
  const inner: Campaign = { name, breaches: [], signal };
  const sabotaged = { ...scene, program, limitMs: LIMIT_MS };
  try {
    if (by === "poison_bar") await playPoisonBar(inner, { scene: sabotaged, reference, seed: "1" });
    else {await playStruck(inner, {
        ...{ scene: sabotaged, reference, hook, seed: "1", name: "struck" },
        only: by.struck,
      });}
  } catch (error) {
    Campaign.breach(inner, String(error));
  }
  await Deno.remove(scene.folder, { recursive: true });
  return inner.breaches.find((breach) => finds.test(breach));
}

if (import.meta.main) {
  await Campaign.run("parts:sabotage", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}
