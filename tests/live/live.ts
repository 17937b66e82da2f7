// deno-lint-ignore-file no-console
/**
 * The campaign "live": `live.ts [--venues 2] [--minutes 2] [--away-s 70]`. The program on the candles of a venue on loopback,
 * in real time, deciding each minute: its history, `minutes` live ones, its process killed and away for so long, the same
 * again without the venue, and its line frozen. In the end every minute since it began was decided on once, on the venue's
 * own numbers. Exit code 1 on any breach.
 *
 * @module
 */
import { BAR_MS, Market } from "../../lib/venues/ccxt/loopback_market_fixture.ts";
import { LoopbackVenue } from "../../lib/venues/ccxt/loopback_server_fixture.ts";
import { BINANCE, KUCOIN } from "../../lib/venues/ccxt/loopback_wire_fixture.ts";
import { Campaign } from "../bank/flood/campaign.ts";
import { scratch } from "../fixtures/cli.ts";
import { playLive } from "./live_play.ts";

const DEFAULTS = { venues: 2, minutes: 2, "away-s": 70 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

const TIME = { nowMs: () => Date.now(), setTimer: (run: () => void, ms: number) => setTimeout(run, ms) };

async function campaign(it: Campaign, options: Options): Promise<void> {
  const names = (["binance", "kucoin"] as const).slice(0, options.venues);
  // side by side: most of it is waiting for minutes to be over
  await Promise.all(names.map(async (name) => {
    const market = new Market(TIME, 0);
    const venue = new LoopbackVenue(name === "binance" ? BINANCE : KUCOIN, market);
    using folder = scratch();
    try {
      const told = await playLive(
        { it, name, venue, market, folder },
        options.minutes,
        options["away-s"] * 1_000,
      );
      console.log(`${name}: ${told}`);
    } finally {
      await venue.end();
    }
  }));
  console.log(`a bar is ${BAR_MS / 1_000} s`);
}

if (import.meta.main) {
  await Campaign.run("live", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}
