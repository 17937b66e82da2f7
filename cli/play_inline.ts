import { paperTree, paperWorld } from "../actors/mod.ts";
import { createInlineHost } from "../lib/runtime/mod.ts";
import type { Played, Run } from "./open_run.ts";
import { keepLease } from "./run_lease.ts";
import { watchSignals } from "./signals.ts";
import { createProgress, utc } from "./terminal.ts";
import { openTradeLog } from "./trade_log.ts";

/** Rounds between two looks at the world outside: signals and the progress bar. */
const ROUNDS_PER_SLICE = 1500;

/** Plays a run in this thread, without supervision. */
export async function playInline({ store, config, session, market, place }: Run): Promise<Played> {
  const { tape } = market;
  const host = createInlineHost({
    actors: paperTree(session),
    world: paperWorld(tape),
    commit: store,
    snapshotEvery: config.store.snapshot_every,
  });
  const log = config.records.trade_log
    ? openTradeLog(place.tradeLogPath, store, session.trader.portfolio.instruments)
    : null;
  const lease = keepLease({ store, place });
  const stop = watchSignals();
  const progress = createProgress(tape.toMs - tape.fromMs);
  let outcome: Played = "stopped";
  while (outcome !== "done" && !stop.isAsked()) {
    lease.keep();
    outcome = host.run({ maxRounds: ROUNDS_PER_SLICE, shouldStop: stop.isAsked });
    log?.sync();
    const atMs = store.lastInstantMs();
    progress(outcome === "done" ? tape.toMs - tape.fromMs : atMs - tape.fromMs, utc(atMs));
    // signals are only delivered between turns of the event loop
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  stop.unwatch();
  lease.end();
  return outcome;
}
