// Fills a store with a long life's rows and times what screens ask of it, then prunes it. Not a test: to be run by hand,
//   deno run -A lib/store/testdata/measure_queries_fixture.ts <folder> [decisions] [postgres URL]
import { type HandledInput, LANE, type Message, ROOT_WRITER } from "../../runtime/mod.ts";
import {
  createPostgresStore,
  createSqliteStore,
  openPostgresReader,
  openSqliteReader,
  type Store,
} from "../mod.ts";
import { BINDING, decision, fill, handled, INSTRUMENT, ORDER, SAMPLES, T0 } from "./sample_events_fixture.ts";

const HOUR_MS = 3_600_000;
const SYMBOLS = Array.from({ length: 8 }, (_, i) => `S${i}/USDT:USDT`);
const BARS_PER_COMMIT = 50;
const PRUNE_MS = 5;

/** All that one hourly bar of eight symbols leaves behind. */
function bar(hour: number): HandledInput[] {
  const closeMs = T0 + (hour + 1) * HOUR_MS;
  const rows = SYMBOLS.map((symbol, i) => {
    const seq = hour * SYMBOLS.length + i + 1;
    const body = {
      kind: "BarClosed",
      symbol,
      openMs: closeMs - HOUR_MS,
      open: 1,
      high: 2,
      low: 0.5,
      close: 1.5,
    };
    const told = { ...body, volume: 1000, isLate: false } as Message;
    const actor = `symbol/paper/${symbol}`;
    const input = {
      from: "market",
      seq,
      to: actor,
      lane: LANE.data,
      atMs: closeMs,
      causedBy: "",
      body: told,
    };
    return handled(actor, hour + 1, { input, events: [verdict(symbol, closeMs, seq)] });
  });
  const input = {
    ...rows[0].input,
    from: "market2",
    seq: hour + 1,
    to: "risk",
    body: { kind: "BarsPublished" },
  };
  return [...rows, handled("risk", hour + 1, { input, events: [...portfolio(hour, closeMs)] })];
}

/** One in 400 trades, one in 100 is denied, every tenth holds. */
function verdict(symbol: string, atMs: number, n: number): Message {
  const made = (verdict: "no_trade" | "holding" | "denied") =>
    decision(atMs, { symbol, verdict, intent: null });
  if (n % 400 === 0) {
    const { decision: it } = decision(atMs, { symbol });
    return { ...decision(atMs), decision: { ...it, intent: { ...it.intent!, id: `i${n}` } } } as Message;
  }
  return made(n % 100 === 0 ? "denied" : n % 10 === 0 ? "holding" : "no_trade");
}

function* portfolio(hour: number, atMs: number): Generator<Message> {
  const equity = BigInt(10 ** 12 + Math.round(1e10 * Math.sin(hour / 700)) + hour * 1e5);
  yield { ...SAMPLES.Heartbeat, equity, wallet: equity, atMs } as Message;
  if (hour % 24 === 23) {
    const date = new Date(atMs - HOUR_MS).toISOString().slice(0, 10);
    yield { ...SAMPLES.DaySummarised, day: { ...SAMPLES.DaySummarised.day, date } } as Message;
  }
  const symbol = SYMBOLS[hour % SYMBOLS.length];
  if (hour % 5 === 0) yield { ...SAMPLES.RegimeChanged, symbol, atMs } as Message;
  if (hour % 50 !== 49) return;
  const id = `i${8 * (hour + 1)}`;
  for (const leg of ["entry", "stop"] as const) {
    const clientId = `${leg}${hour}`;
    yield {
      kind: "OrderChanged",
      order: {
        ...ORDER,
        clientId,
        symbol,
        intentId: id,
        leg,
        createdAtMs: atMs,
        status: hour % 1000 === 49 ? "acknowledged" : "filled",
      },
    } as Message;
    const made = fill(`f${leg}${hour}`, atMs);
    yield { ...made, fill: { ...made.fill, clientId, symbol }, intentId: id, leg } as Message;
  }
  const trip = {
    ...SAMPLES.RoundTripClosed.trip,
    id,
    symbol,
    closedAtMs: atMs,
    netPnl: BigInt(hour % 7 - 3),
  };
  yield { kind: "RoundTripClosed", trip } as Message;
  yield { ...SAMPLES.PositionChanged, symbol } as Message;
  yield { ...SAMPLES.LatchChanged, scope: symbol, on: hour % 100 === 49 } as Message;
}

function fillStore(store: Store, hours: number, from = 0): void {
  const epoch = store.raiseEpoch(ROOT_WRITER);
  for (let hour = from; hour < from + hours; hour += BARS_PER_COMMIT) {
    const rows = Array.from({ length: BARS_PER_COMMIT }, (_, i) => bar(hour + i)).flat();
    const last = rows.slice(-SYMBOLS.length - 1);
    const snapshots = last.map(({ actor, inputNo }) => ({
      ...{ actor, schema: 1, inputNo, seq: 0, timers: [], seen: [], state: "null", stateHash: "" },
    }));
    store.commit({ rounds: null, handled: rows, snapshots }, epoch);
  }
}

/** Of this thread, as Linux tells it; the wall says little on a machine with others. */
function cpuMs(): number {
  return Number(Deno.readTextFileSync("/proc/self/schedstat").split(" ")[0]) / 1e6;
}

const [folder, count = "1000000", url] = Deno.args;
const hours = Math.ceil(Number(count) / SYMBOLS.length / BARS_PER_COMMIT) * BARS_PER_COMMIT;
const path = `${folder}/measure.sqlite`;
const wall = { nowMs: 1_800_000_000_000 };
const open = () =>
  url === undefined
    ? createSqliteStore({ path, nowMs: () => wall.nowMs })
    : createPostgresStore({ url, nowMs: () => wall.nowMs, waitMs: 20_000 });
const print = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));

const store = open();
store.bind({ ...BINDING, instruments: SYMBOLS.map((symbol) => ({ ...INSTRUMENT, symbol })) });
const startMs = performance.now();
if (store.lastEventId() === 0) fillStore(store, hours);
print(`filled in ${Math.round(performance.now() - startMs)} ms, last event ${store.lastEventId()}`);

const reader = url === undefined ? openSqliteReader(path) : openPostgresReader(url, { waitMs: 20_000 });
const endMs = T0 + hours * HOUR_MS,
  week8 = endMs - 56 * 24 * HOUR_MS,
  middle = Math.floor(store.lastEventId() / 2);
const symbol = SYMBOLS[3], rare = ["LatchChanged", "OperatorCommandTaken"];
const QUESTIONS: Record<string, () => unknown> = {
  lastEventId: () => reader.lastEventId(),
  "eventsAfter(middle, 500)": () => reader.eventsAfter(middle, 500),
  "eventsAfter(0, 100, rare kinds)": () => reader.eventsAfter(0, 100, rare),
  "latestEvents(100)": () => reader.latestEvents(100),
  "latestEvents(100, rare kinds)": () => reader.latestEvents(100, rare),
  "latestEvents(100, common kinds)": () => reader.latestEvents(100, ["DecisionMade", "Heartbeat"]),
  "ordersPage(200)": () => reader.ordersPage({ limit: 200 }),
  "ordersPage(200, deep)": () => reader.ordersPage({ limit: 200, offset: 4000 }),
  "ordersPage(open)": () => reader.ordersPage({ limit: 200, isOpen: true }),
  "ordersPage(done, symbol)": () => reader.ordersPage({ limit: 200, isOpen: false, symbol }),
  "roundTripsPage(200, symbol)": () => reader.roundTripsPage({ limit: 200, symbol }),
  "fillsPage(200)": () => reader.fillsPage({ limit: 200 }),
  openPositions: () => reader.openPositions(),
  latestRegimes: () => reader.latestRegimes(),
  symbols: () => reader.symbols(),
  "equityCurve(all, 500)": () => reader.equityCurve({ maxPoints: 500 }),
  "equityCurve(8 weeks, 500)": () => reader.equityCurve({ fromMs: week8, maxPoints: 500 }),
  latestEquity: () => reader.latestEquity(),
  "daySummaries(30)": () => reader.daySummaries(30),
  "decisionsPage(100)": () => reader.decisionsPage({ limit: 100 }),
  "decisionsPage(symbol, before)": () => reader.decisionsPage({ limit: 100, symbol, beforeMs: week8 }),
  "decisionsPage(approved)": () => reader.decisionsPage({ limit: 100, verdict: "approved" }),
  "decisionsPage(approved, symbol)": () => reader.decisionsPage({ limit: 100, verdict: "approved", symbol }),
  "decisionsPage(no_trade, symbol)": () => reader.decisionsPage({ limit: 100, verdict: "no_trade", symbol }),
  "candles(300)": () => reader.candles(symbol, 300),
  "candles(300, middle)": () => reader.candles(symbol, 300, T0 + hours / 2 * HOUR_MS),
  "configVersions(20)": () => reader.configVersions(20),
  "latestSystemEvents(100)": () => reader.latestSystemEvents(100),
  "performance(8 weeks)": () => reader.performance(week8, endMs),
  "performance(all)": () => reader.performance(0, endMs),
  countDecisionsByVerdict: () => reader.countDecisionsByVerdict(),
};
for (const [name, ask] of Object.entries(QUESTIONS)) {
  const times = Array.from({ length: 7 }, () => {
    const from = cpuMs(), fromWall = performance.now();
    ask();
    return { cpu: cpuMs() - from, wall: performance.now() - fromWall };
  });
  const median = (of: "cpu" | "wall") =>
    times.map((it) => it[of]).sort((x, y) => x - y)[3].toFixed(1).padStart(7);
  print(
    `${name.padEnd(34)} median: CPU ${median("cpu")} ms, wall ${median("wall")} ms; first ${
      times[0].wall.toFixed(0)
    } ms`,
  );
}

const sizeOf = () => url === undefined ? `${(Deno.statSync(path).size / 1e6).toFixed(0)} MB` : "";
if (Deno.env.get("PRUNE") !== undefined) {
  print(`before retention ${sizeOf()}`);
  const total = { inputs: 0, events: 0, decisions: 0, messages: 0, slices: 0 };
  const walls: number[] = [], cpus: number[] = [];
  wall.nowMs += 10 * HOUR_MS;
  for (let isDone = false; !isDone;) {
    const from = cpuMs();
    const report = store.prune({ keepHours: 1 }, { maxMs: PRUNE_MS });
    cpus.push(cpuMs() - from);
    walls.push(report.longestMs);
    for (const part of ["inputs", "events", "decisions", "messages", "slices"] as const) {
      total[part] += report[part];
    }
    isDone = report.isDone;
  }
  const at = (times: number[], share: number) =>
    times.sort((x, y) => x - y)[Math.floor(share * (times.length - 1))].toFixed(1);
  print(`pruned ${JSON.stringify(total)} ${sizeOf()}`);
  for (const [name, times] of [["slice, wall", walls], ["call, CPU", cpus]] as const) {
    print(`${name}: median ${at(times, 0.5)} ms, 99 % ${at(times, 0.99)} ms, longest ${at(times, 1)} ms`);
  }
  for (let i = 0, hour = hours; i < 6; i++, hour += 5000) {
    fillStore(store, 5000, hour);
    wall.nowMs += 2 * HOUR_MS;
    while (!store.prune({ keepHours: 1 }, { maxMs: 20 }).isDone);
    print(`another 5000 bars and pruned: ${sizeOf()}`);
  }
}
reader.close();
store.close();
