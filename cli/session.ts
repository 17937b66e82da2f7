import { canonicalJson, sha256Hex } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import { type PaperCore, type PaperSession, paperSession } from "../actors/mod.ts";
import { Money } from "../lib/domain/mod.ts";
import { exchangeOptions, ExchangeSpec, simulatorIdentity, type Tape } from "../lib/simulator/mod.ts";
import { traderSpec } from "../lib/trader/mod.ts";
import type { Market } from "./market.ts";

/** A paper session and the id that its orders and its store carry. */
export interface Session extends PaperSession {
  readonly runId: string;
}

/** Pace of a market without end, where none is asked for: a day in two and a half seconds. */
const ENDLESS_BARS_PER_SECOND = 10;

/**
 * Puts configuration and market together. The run id is SHA-256 of what decides the result: system, account, simulator (as
 * simulatorIdentity() tells it), instruments, span, the data within it and the name of a history file (decisions tell it);
 * never of store, folders or how it is run.
 */
export function createSession(config: Config, market: Market): Session {
  const { tape, endless, live } = market;
  const exchange = ExchangeSpec.create({ tape: live?.steps ?? tape, ...exchangeOptions(config.simulator) });
  // as the exchange has them: with its fees
  const instruments = exchange.tape.symbols.map((symbol) => symbol.instrument);
  const runId = sha256Hex(canonicalJson({
    system: config.system,
    account: config.account,
    simulator: simulatorIdentity(config.simulator),
    instruments,
    fromMs: tape.fromMs,
    toMs: tape.toMs,
    assumedSettlements: tape.assumedSettlements,
    data: market.digests,
    history: market.historySources,
    ...(config.simulator.intrabar === "finer" ? { finer: exchange.tape.symbols.map(finerDigest) } : {}),
    ...(endless === null ? {} : { endless }),
    ...(live === null ? {} : { live: live.market }),
  }));
  const origins = instruments.map((instrument, i) => ({
    instrument,
    historySource: market.historySources[i]!,
  }));
  const { feed: { bars_per_second: wanted }, protection, reconcile, notify, system, calls } = config;
  const barsPerSecond = paceOf(market, wanted);
  const core: PaperCore = {
    trader: traderSpec(system, origins, runId, calls),
    exchange,
    walletBalance: Money.fromNumber(config.account.balance),
    endless,
    live: live === null ? null : { market: live.market, history: tape },
  };
  const settings = {
    ...{ barsPerSecond, protection, reconcile },
    notify: toldAs(barsPerSecond === 0 ? quiet(notify) : notify, config.log.format),
    ...{ riskPct: system.risk.risk_per_trade_pct, currency: instruments[0]!.settle },
  };
  return { runId, ...paperSession(core, settings) };
}

/** Numbers of the candles that tell the way within bars; "" where there are none. */
function finerDigest({ finer }: Tape["symbols"][number]): string {
  if (finer === undefined) return "";
  const { openMs, open, high, low, close, volume } = finer.candles;
  const columns = [openMs, open, high, low, close, volume];
  return sha256Hex(
    columns.map((c) => sha256Hex(new Uint8Array(c.buffer, c.byteOffset, c.byteLength))).join("\n"),
  );
}

/** Others set the pace of a real market. */
function paceOf({ live, endless }: Market, wanted: Config["feed"]["bars_per_second"]): number {
  if (live !== null) return 1_000 / live.market.barMs;
  return wanted !== "auto" ? wanted : endless === null ? 0 : ENDLESS_BARS_PER_SECOND;
}

/** Notifications on the console are lines as all others are. */
function toldAs(notify: Config["notify"], format: Config["log"]["format"]): Config["notify"] {
  return format === "json" ? { ...notify, console: { ...notify.console, format } } : notify;
}

/** A market that is played as fast as it goes gives no signs of life, and tells on the terminal only what went wrong. */
function quiet(notify: Config["notify"]): Config["notify"] {
  return { ...notify, heartbeat_hours: 0, console: { ...notify.console, min_level: "warning" } };
}
