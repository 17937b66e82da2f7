// deno-lint-ignore-file no-console
/**
 * The campaign "free": `free.ts [--decks 30] [--keels 12] [--outage 60] [--frozen 30] [--symbols 8] [--seed 1]`. RR on paper
 * on a market that does not wait, ten hourly bars a second, while its parts die, its stops are lost at the exchange, its
 * database goes away and its processes stand still. What the exchange itself saw is the truth: no position is naked for
 * longer than protection.max_naked_ms, and in the end book and exchange say the same. 0 leaves a part out; the outage needs
 * TEST_DATABASE_URL and TEST_PG_CTL (tools/with_postgres.sh). Exit code 1 on any breach, 2 on wrong options.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { percentiles } from "../free/naked_time.ts";
import { burnDecks } from "./free_decks.ts";
import { freezeKeel } from "./free_frozen.ts";
import { killKeels } from "./free_keels.ts";
import { stopDatabase } from "./free_outage.ts";
import { type Part, playPart } from "./free_part.ts";

const DEFAULTS = { decks: 30, keels: 12, outage: 60, frozen: 30, symbols: 8, seed: 1 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

async function campaign(it: Campaign, options: Options, folder: string): Promise<void> {
  const { decks, keels, outage, frozen, symbols, seed } = options;
  const naked: number[] = [];
  const play = async (name: string, part: Part, databaseUrl = "") => {
    const place = { folder: `${folder}/${name}`, databaseUrl, symbols, seed };
    naked.push(...await playPart(it, place, name, part));
  };
  if (decks > 0) await play("decks", (it, town) => burnDecks(it, town, decks));
  if (keels > 0) await play("keels", (it, town) => killKeels(it, town, keels));
  if (frozen > 0) await play("frozen", (it, town) => freezeKeel(it, town, frozen * 1_000));
  const url = Deno.env.get("TEST_DATABASE_URL") ?? "", ctl = Deno.env.get("TEST_PG_CTL") ?? "";
  if (outage > 0 && url === "") console.log("outage: left out, as TEST_DATABASE_URL is not set");
  else if (outage > 0) await play("outage", (it, town) => stopDatabase(it, town, ctl, outage * 1_000), url);
  console.log(`naked time as I1 counts it, all parts: ${percentiles(naked)}`);
}

if (import.meta.main) {
  await Campaign.run("free", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}
