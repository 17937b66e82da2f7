// deno-lint-ignore-file no-console
/**
 * Shows that "free" can fail: takes one guard after the other away from a copy of the program, and plays the part that must
 * find it: `free_sabotage.ts [--only 0] [--seed 1]`. Exit code 1 if one is not found.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { copyProduct } from "../product_copy.ts";
import { burnDecks } from "./free_decks.ts";
import { freezeKeel } from "./free_frozen.ts";
import { killKeels } from "./free_keels.ts";
import { stopDatabase } from "./free_outage.ts";
import { type Part, playPart } from "./free_part.ts";
import { type Sabotage, SABOTAGES } from "./free_sabotages.ts";

const DEFAULTS = { only: 0, seed: 1, symbols: 8 };

const PLAYS: Readonly<Record<Sabotage["part"], Part>> = {
  decks: (it, town) => burnDecks(it, town, 8),
  keels: (it, town) => killKeels(it, town, 5),
  frozen: (it, town) => freezeKeel(it, town, 8_000),
  outage: (it, town) => stopDatabase(it, town, Deno.env.get("TEST_PG_CTL") ?? "", 20_000),
};

type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

async function campaign(it: Campaign, { only, seed, symbols }: Options, folder: string): Promise<void> {
  const url = Deno.env.get("TEST_DATABASE_URL") ?? "";
  for (const [i, { name, part, patches, finds }] of SABOTAGES.entries()) {
    if (only !== 0 && only !== i + 1) continue;
    // a store that another run has left may still be leased to it
    const databaseUrl = part === "outage" ? `${url}?schema=campaign_free_${i + 1}` : "";
    if (part === "outage" && url === "") {
      console.log(`left out, as TEST_DATABASE_URL is not set: ${name}`);
      continue;
    }
    const program = `${folder}/program_${i}`;
    await Deno.mkdir(program);
    await copyProduct(program, patches);
    const inner: Campaign = { ...it, breaches: [] };
    const place = { folder: `${folder}/town_${i}`, databaseUrl, seed, symbols, program };
    await playPart(inner, place, part, PLAYS[part]).catch((error) => Campaign.breach(inner, String(error)));
    const found = inner.breaches.find((breach) => finds.test(breach));
    console.log(`${found === undefined ? "NOT FOUND" : "found"}: ${name}`);
    if (found === undefined) Campaign.breach(it, `${name} was not found`);
  }
}

if (import.meta.main) {
  await Campaign.run("free:sabotage", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}
