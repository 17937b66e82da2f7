import { systemClock } from "../lib/core/mod.ts";
import { EXIT } from "./exit.ts";
import type { Run } from "./open_run.ts";
import { playInline } from "./play_inline.ts";
import { playTree } from "./play_tree.ts";
import { resultText, summaryText } from "./summary.ts";
import { say, utc } from "./terminal.ts";

function spanOf({ session, market: { tape } }: Run): string {
  if (session.live !== null) return `live, from ${utc(tape.fromMs)} on`;
  if (session.endless !== null) return `from ${utc(tape.fromMs)} on, ${session.barsPerSecond} bars a second`;
  return `${utc(tape.fromMs)} to ${utc(tape.toMs)}, ${tape.bars} bars`;
}

/** Plays a run from where its store stands, and says what came of it. Closes the store. */
export async function playRun(run: Run): Promise<number> {
  const { store, config, session, market, place } = run;
  const { tape } = market;
  const startedMs = systemClock.nowMs();
  // a market that does not wait is not where the clock is
  const marketMs = () => session.barsPerSecond === 0 ? store.lastInstantMs() : store.lastDecisionMs();
  const resumedAtMs = marketMs();
  const names = session.trader.orders.symbols;
  say(`${market.live?.venue ?? market.kind} market, ${names.join(", ")}: ${spanOf(run)}`);
  for (const remark of market.remarks) say(remark);
  const resumed = resumedAtMs > 0 ? `, resumed at ${utc(resumedAtMs)}` : "";
  say(`run ${session.runId.slice(0, 16)}, store ${place.name}${resumed}`);
  store.systemEvent("start", resumedAtMs > 0 ? "resumed" : "new");
  const played = config.cells === "none" ? await playInline(run) : await playTree(run);
  const wallSeconds = ((systemClock.nowMs() - startedMs) / 1000).toFixed(1);
  store.systemEvent("stop", played === "stopped" ? "signal" : "the market has ended");
  if (played === "stopped") {
    const at = utc(marketMs());
    say(
      `\nStopped in order at ${at} after ${wallSeconds} s; positions keep their stops. Start again to go on.`,
    );
    return EXIT.ok;
  }
  const wallTime = `${wallSeconds} s${resumedAtMs > 0 ? " since the resume" : ""}`;
  say("");
  say(summaryText(store, names, [["bars", tape.bars], ["wall time", wallTime]]));
  say("");
  say(resultText(store));
  return EXIT.ok;
}
