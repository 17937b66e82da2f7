import type { DailyReportData, TripRow } from "./report_data.ts";

const DATE = "2024-01-10";
const time = (clock: string): string => `${DATE}T${clock}:00.000Z`;

const TRIP: TripRow = {
  ...{ symbol: "BTC/USDT:USDT", side: "long", strategy: "trend_pullback", regime: "TREND_UP" },
  ...{ openedAt: "2024-01-09T21:00:00.000Z", closedAt: time("04:20"), qty: "0.112" },
  ...{ entryPrice: "46120.5", exitPrice: "46891.25", netPnl: "82.11403", fees: "4.0551", funding: "-0.152" },
  ...{ r: 1.6423, exits: ["target1", "stop"] },
};

/** For tests: a quiet day on which everything went well. */
export const QUIET_DAY: DailyReportData = {
  ...{ date: DATE, createdAt: "2024-01-11T00:00:05.000Z", mode: "paper", account: "paper-1" },
  ...{
    venue: "paper-simulated",
    currency: "USDT",
    runId: "01JH2Q7M",
    version: "0.1.0",
    state: "ON",
    latches: [],
  },
  figures: {
    ...{
      equity: "10112.3049",
      previousEquity: "10041.08",
      wallet: "10098.11",
      realized: "86.3",
      fees: "9.12",
    },
    ...{ unrealized: "14.1949", funding: "-0.421", net: "76.759", sumR: 1.532, drawdownPct: 0.31 },
    ...{ drawdownR: 0.62, roundTrips: 3, decisions: 192, entries: 4 },
  },
  equity: Array.from({ length: 25 }, (_, hour) => ({
    at: new Date(Date.UTC(2024, 0, 10, hour)).toISOString(),
    equity: (10_041.08 + 3 * hour + 18 * Math.sin(hour / 2.7) - 0.9 * ((hour * 7) % 5)).toFixed(4),
  })),
  days: Array.from({ length: 24 }, (_, i) => ({
    date: new Date(Date.UTC(2023, 11, 18 + i)).toISOString().slice(0, 10),
    net: i === 23 ? "76.759" : (60 * Math.sin(i * 1.7) + 14).toFixed(2),
    sumR: Number((1.2 * Math.sin(i * 1.7) + 0.28).toFixed(2)),
  })),
  trips: [
    TRIP,
    {
      ...{ ...TRIP, symbol: "ETH/USDT:USDT", side: "short", strategy: "range_fade", regime: "RANGE" },
      ...{ openedAt: time("06:00"), closedAt: time("09:40"), qty: "2.41", entryPrice: "2510.5" },
      ...{ exitPrice: "2528.11", netPnl: "-44.9", fees: "3.021", funding: "0", r: -0.898, exits: ["stop"] },
    },
    {
      ...{ ...TRIP, symbol: "SOL/USDT:USDT", openedAt: time("10:00"), closedAt: time("17:20"), qty: "61" },
      ...{ entryPrice: "98.41", exitPrice: "99.214", netPnl: "39.54497", fees: "2.0439", funding: "-0.269" },
      ...{ r: 0.7877, exits: ["target1", "target2"] },
    },
  ],
  positions: [{
    ...{ symbol: "ADA/USDT:USDT", side: "long", qty: "8120", averagePrice: "0.5412", lastPrice: "0.54295" },
    ...{ stopPrice: "0.5288", liquidationPrice: "0.2741", unrealizedPnl: "14.1949", openedAt: time("19:00") },
  }],
  comparison: {
    at: "2024-01-11T00:00:00.000Z",
    positions: [{ symbol: "ADA/USDT:USDT", id: "", book: "long 8120", venue: "long 8120" }],
    orders: [{
      ...{
        symbol: "ADA/USDT:USDT",
        id: "RRt0K2M4",
        book: "sell 4060 at 0.5661",
        venue: "sell 4060 at 0.5661",
      },
    }],
    stops: [{
      symbol: "ADA/USDT:USDT",
      id: "RRs0K2M4",
      book: "sell all at 0.5288",
      venue: "sell all at 0.5288",
    }],
  },
  findings: [],
  incidents: [],
  restarts: [],
  changes: [{
    ...{ at: time("12:02"), what: "applied", scope: "admin", text: "v3: risk.risk_per_trade_pct = 0.4" },
    isBad: false,
  }],
  told: [
    { channel: "console", info: 31, warning: 2, critical: 0, held: 0, givenUp: 0 },
    { channel: "telegram", info: 0, warning: 2, critical: 0, held: 0, givenUp: 0 },
  ],
  uptime: { seconds: 86_400, ofSeconds: 86_400 },
};

/** For tests: a day on which everything went wrong. */
export const BAD_DAY: DailyReportData = {
  ...QUIET_DAY,
  state: "HALTED",
  latches: [
    { scope: "portfolio", name: "kill", cause: "operator admin: flatten before the announcement" },
    { scope: "ADA/USDT:USDT", name: "unreconciled", cause: "stop is not at the venue" },
  ],
  figures: {
    ...QUIET_DAY.figures!,
    ...{
      equity: "9788.1",
      realized: "-221.4",
      unrealized: "-21.61",
      fees: "14.2",
      net: "-236.021",
      sumR: -4.72,
    },
    ...{ drawdownPct: 3.3105, drawdownR: 6.62 },
  },
  equity: QUIET_DAY.equity.map(({ at }, i) => ({
    at,
    equity: (10_041 - 10.5 * i + ((i * 13) % 7)).toFixed(2),
  })),
  days: QUIET_DAY.days.map((day, i) => (i === 23 ? { ...day, net: "-236.021", sumR: -4.72 } : day)),
  positions: [
    ...QUIET_DAY.positions,
    {
      ...{ symbol: "XRP/USDT:USDT", side: "short", qty: "3100", averagePrice: "0.5921", lastPrice: "0.6013" },
      ...{ stopPrice: null, liquidationPrice: "0.8812", unrealizedPnl: "-28.52", openedAt: null },
    },
  ],
  comparison: {
    ...QUIET_DAY.comparison!,
    positions: [
      ...QUIET_DAY.comparison!.positions,
      { symbol: "XRP/USDT:USDT", id: "", book: "short 3100", venue: "short 3000" },
    ],
    stops: [{ symbol: "ADA/USDT:USDT", id: "RRs0K2M4", book: "sell all at 0.5288", venue: "" }],
  },
  findings: [{
    ...{ at: time("14:00"), what: "missing protection", scope: "ADA/USDT:USDT", isBad: true },
    text: "ours sell all at 0.5288, the venue's nothing; done: stop placed again",
  }],
  incidents: [
    {
      ...{ at: time("13:59"), what: "protection lost", scope: "ADA/USDT:USDT", isBad: true },
      text: "8120 of 8120 without a stop; without a stop for 2,100 ms",
    },
    {
      at: time("14:00"),
      what: "protection restored",
      scope: "ADA/USDT:USDT",
      text: "stop of the guardian",
      isBad: false,
    },
    { at: time("15:12"), what: "loss stop set", scope: "portfolio", text: "daily loss 2.04 %", isBad: true },
  ],
  restarts: [{ at: time("13:58"), what: "keel", scope: "", text: "memory: heap limit reached", isBad: true }],
  changes: [
    ...QUIET_DAY.changes,
    { at: time("15:13"), what: "Flatten", scope: "admin", text: "accepted", isBad: false },
    {
      at: time("15:20"),
      what: "Rearm",
      scope: "admin",
      text: "refused: the book is not reconciled",
      isBad: true,
    },
  ],
  told: [
    { channel: "console", info: 40, warning: 11, critical: 4, held: 0, givenUp: 0 },
    { channel: "telegram", info: 0, warning: 11, critical: 4, held: 3, givenUp: 1 },
    { channel: "email", info: 0, warning: 0, critical: 4, held: 0, givenUp: 0 },
  ],
  uptime: { seconds: 86_371, ofSeconds: 86_400 },
};
