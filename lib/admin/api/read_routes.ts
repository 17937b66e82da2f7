import { Refusal } from "../http/api_error.ts";
import type { AdminPorts } from "../ports.ts";
import * as book from "./book_schema.ts";
import type { Schema } from "./input_schema.ts";
import * as market from "./market_schema.ts";
import * as request from "./request_schema.ts";
import { type Route, route } from "./route.ts";
import { listOf, symbols as symbolsReply } from "./list_schema.ts";
import { findSymbol } from "./symbol.ts";
import * as system from "./system_schema.ts";

/** What can be read of the run, beside the stream. */
export const READ_ROUTES: readonly Route[] = [
  view("summary", "The account and the state in one line", book.summary, (ports) => ports.summary()),
  view("health", "Every check, with its limits", system.health, (ports) => ports.health()),
  view("positions", "Open positions", listOf(book.position), (ports) => ports.positions()),
  view("regimes", "The latest regime of each symbol", listOf(market.regime), (ports) => ports.regimes()),
  view("performance", "Eight weeks of closed trades", book.performance, (ports) => ports.performance()),
  view("symbols", "Symbols that are watched", symbolsReply, (ports) => ports.symbols()),
  view("config", "Knobs, versions and the effective configuration", system.config, (ports) => ports.config()),
  view("actors", "The supervision tree", system.tree, (ports) => ports.tree()),
  view("risk", "Limits, and how much of each is used", system.risk, (ports) => ports.risk()),
  view("systems", "Trading systems and their symbols", listOf(system.system), (ports) => ports.systems()),
  route({
    ...{ method: "GET", path: "/api/orders", tag: "book", summary: "Orders, newest first" },
    query: request.ordersQuery,
    reply: { json: book.orders },
    run: ({ ports, query: { status, ...page } }) =>
      ports.orders({ ...pageOf(ports, page), ...(status === "open" ? { isOpen: true } : {}) }),
  }),
  route({
    ...{ method: "GET", path: "/api/trades", tag: "book" },
    summary: "Round trips, or their fills; newest first",
    query: request.tradesQuery,
    reply: { json: book.trades },
    run: ({ ports, query: { view, ...page } }) =>
      view === "fills" ? ports.fills(pageOf(ports, page)) : ports.trades(pageOf(ports, page)),
  }),
  route({
    ...{ method: "GET", path: "/api/pnl", tag: "book", summary: "Equity over market time, oldest first" },
    query: request.pnlQuery,
    reply: { json: listOf(book.equityPoint) },
    run: ({ ports, query: { range, points } }) => ports.pnl(range, points),
  }),
  route({
    ...{ method: "GET", path: "/api/pnl/daily", tag: "book", summary: "The ledger by UTC day, oldest first" },
    query: request.pnlDailyQuery,
    reply: { json: listOf(book.pnlDay) },
    run: ({ ports, query: { days } }) => ports.pnlDaily(days),
  }),
  route({
    ...{ method: "GET", path: "/api/decisions", tag: "market" },
    summary: "Why, or why not: one line for each closed bar, newest first",
    query: request.decisionsQuery,
    reply: { json: listOf(market.decisionLine) },
    run: ({ ports, query: { before, symbol, verdict, limit } }) =>
      ports.decisions({
        limit,
        ...(verdict === undefined ? {} : { verdict }),
        ...(symbol === undefined ? {} : { symbol: findSymbol(ports, symbol) ?? symbol }),
        ...(before === undefined ? {} : { beforeMs: Date.parse(before) }),
      }),
  }),
  route({
    ...{ method: "GET", path: "/api/decisions/{symbol}/{barClose}", tag: "market" },
    summary: "The whole decision of the bar that closed then",
    params: request.decisionPath,
    reply: { json: market.decision },
    refusals: [404],
    run: ({ ports, params }) =>
      ports.decision(findSymbol(ports, params.symbol) ?? params.symbol, Date.parse(params.barClose)) ??
        noDecision(),
  }),
  route({
    ...{ method: "GET", path: "/api/chart/{symbol}", tag: "market" },
    summary: "Candles of a symbol with regimes, entries, exits and stops",
    params: request.symbolPath,
    query: request.chartQuery,
    reply: { json: market.chart },
    refusals: [404],
    run: ({ ports, params, query }) => ports.chart(knownSymbol(ports, params.symbol), query.bars),
  }),
  route({
    ...{ method: "GET", path: "/api/events", tag: "journal", summary: "Committed events" },
    query: request.eventsQuery,
    reply: { json: listOf(market.event) },
    run: ({ ports, query: { after, limit, kinds } }) => {
      const asked = { limit, ...(kinds === undefined ? {} : { kinds: kinds.split(",") }) };
      return after === undefined ? ports.latestEvents(asked) : ports.events({ ...asked, afterSeq: after });
    },
  }),
];

function view(name: string, summary: string, json: Schema, run: (ports: AdminPorts) => unknown): Route {
  const tag = ["positions", "summary", "performance"].includes(name)
    ? "book"
    : name === "regimes" || name === "symbols"
    ? "market"
    : "run";
  return route({
    ...{ method: "GET", path: `/api/${name}`, tag, summary, reply: { json } },
    run: ({ ports }) => run(ports),
  });
}

interface PageOf {
  readonly limit: number;
  readonly offset: number;
  readonly symbol?: string | undefined;
}

function pageOf(ports: AdminPorts, { symbol, ...page }: PageOf) {
  return symbol === undefined ? page : { ...page, symbol: findSymbol(ports, symbol) ?? symbol };
}

function knownSymbol(ports: AdminPorts, text: string): string {
  const symbol = findSymbol(ports, text);
  if (symbol !== null) return symbol;
  const hint = `Known symbols: ${ports.symbols().join(", ")}`;
  throw new Refusal(404, {
    code: "unknown_symbol",
    message: "There is no such symbol",
    path: "path.symbol",
    hint,
  });
}

function noDecision(): never {
  const hint = "GET /api/decisions lists them; barClose is the end of the bar, e.g. 2024-01-10T08:00:00.000Z";
  throw new Refusal(404, {
    code: "no_decision",
    message: "No decision of that bar is kept",
    path: "path",
    hint,
  });
}
