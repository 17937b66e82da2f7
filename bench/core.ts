// The decision core on one core: system RR with its exchange, one iteration is a whole run over a generated market.
import { parse } from "yaml";
import { Money } from "../lib/domain/mod.ts";
import { createMarketStep, Exchange, ExchangeSpec, generateMarket, Tape } from "../lib/simulator/mod.ts";
import {
  createListRecorder,
  createTrader,
  NO_RECORDER,
  type Recorder,
  startTrader,
  systemConfig,
  traderSpec,
  turn,
} from "../lib/trader/mod.ts";

const HOUR_MS = 3_600_000;
const BARS = 20_000;

const shipped = parse(
  Deno.readTextFileSync(new URL("../config/systems/regime-router.yaml", import.meta.url)),
);
const system = systemConfig.parse(shipped.system);

function tapeOf(symbols: number): Tape {
  const startMs = Date.UTC(2020, 0, 1);
  const sources = generateMarket({ seed: "bench", symbols, bars: BARS, startMs, timeframeMs: HOUR_MS });
  const made = Tape.create({
    timeframeMs: HOUR_MS,
    fromMs: startMs,
    toMs: startMs + BARS * HOUR_MS,
    symbols: sources,
  });
  if (!made.ok) throw new Error(made.error.join("; "));
  return made.value;
}

function play(tape: Tape, recorder: Recorder): void {
  const origins = tape.symbols.map(({ instrument }) => ({ instrument, historySource: "" }));
  const exchange = ExchangeSpec.create({ tape });
  const market = createMarketStep(
    exchange,
    Exchange.create(exchange, { walletBalance: Money.parse("10000") }),
  );
  const histories = tape.symbols.map((_, i) => Tape.history(tape, i));
  const trader = createTrader(traderSpec(system, origins, "bench"), histories, recorder);
  startTrader(trader, market, tape.fromMs);
  const cursor = Tape.start(tape);
  do turn(trader, market, cursor); while (Tape.step(tape, cursor));
}

const one = tapeOf(1), eight = tapeOf(8);
const group = "turn() of RR";
Deno.bench(
  `turn() RR, 1 symbol, ${BARS} bars`,
  { group, baseline: true, n: 12, warmup: 3 },
  () => play(one, NO_RECORDER),
);
Deno.bench(
  `turn() RR, 1 symbol, full records, ${BARS} bars`,
  { group, n: 6, warmup: 1 },
  () => play(one, createListRecorder()),
);
Deno.bench(
  `turn() RR, 8 symbols, ${8 * BARS} bars`,
  { group, n: 4, warmup: 1 },
  () => play(eight, NO_RECORDER),
);
