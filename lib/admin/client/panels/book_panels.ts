import type { OrderView, Paged, TradeView } from "../../views.ts";
import {
  base,
  clock,
  count,
  decimal,
  duration,
  minute,
  price,
  shortTime,
  signed,
  tone,
  words,
} from "../format.ts";
import { h, type Part } from "../part.ts";
import { badge, table, toned } from "../table.ts";

/** Orders, newest first. */
export function ordersPart({ rows }: Paged<OrderView>): Part {
  return table({
    caption: "Orders, newest first",
    columns: [
      { name: "symbol", label: "Symbol" },
      { name: "leg", label: "Leg" },
      { name: "side", label: "Side" },
      { name: "price", label: "Price", isNumber: true },
      { name: "qty", label: "Filled of", isNumber: true },
      { name: "status", label: "Status" },
      { name: "at", label: "Changed" },
    ],
    empty: "No order rests at the venue.",
    className: "cards",
    rows: rows.map((o) => ({
      key: o.clientId,
      cells: {
        symbol: h("span", { title: o.clientId }, base(o.symbol)),
        leg: [words(o.leg), h("small", {}, words(o.type))],
        side: badge(o.side, o.side === "buy" ? "long" : "short"),
        price: price(o.triggerPrice ?? o.price),
        qty: `${price(o.filledQty)} / ${price(o.qty)}`,
        status: words(o.status.toLowerCase()),
        at: h("time", { datetime: o.updatedAt, title: minute(o.updatedAt) }, clock(o.updatedAt)),
      },
    })),
  });
}

/** Round trips, newest first. */
export function tradesPart({ rows }: Paged<TradeView>, currency: string): Part {
  return table({
    caption: "Closed trades, newest first",
    columns: [
      { name: "symbol", label: "Symbol" },
      { name: "side", label: "Side" },
      { name: "entry", label: "Entry", isNumber: true },
      { name: "exit", label: "Exit", isNumber: true },
      { name: "net", label: `Net, ${currency}`, isNumber: true },
      { name: "r", label: "R", isNumber: true },
      { name: "costs", label: "Fees, funding", isNumber: true },
      { name: "how", label: "Ended by" },
      { name: "closed", label: "Closed" },
      { name: "why", label: "Why" },
    ],
    empty: "No trade has been closed yet.",
    className: "cards",
    rows: rows.map((t) => ({
      key: `${t.symbol} ${t.id}`,
      cells: {
        symbol: [base(t.symbol), h("small", {}, words(t.strategy))],
        side: badge(t.side, t.side),
        entry: decimal(t.entryPrice, digitsOf(t.initialStop)),
        exit: decimal(t.exitPrice, digitsOf(t.initialStop)),
        net: toned(signed(t.netPnl), tone(t.netPnl)),
        r: toned(`${signed(t.r)} R`, tone(t.r)),
        costs: `${decimal(-Number(t.fees))}, ${signed(t.funding)}`,
        how: [t.exits.map(words).join(", "), h("small", {}, `in ${words(t.regimeAtEntry)}`)],
        closed: [shortTime(t.closedAt), h("small", {}, duration(t.openedAt, t.closedAt))],
        why: whyLink(
          t.symbol,
          barBefore(t.openedAt),
          `Why ${base(t.symbol)} was entered at ${shortTime(t.openedAt)}`,
          "entry",
        ),
      },
    })),
  });
}

/** A link to the decision of a bar; works without scripts too. */
export function whyLink(symbol: string, closedAt: string, label: string, text: string): Part {
  const href = `?symbol=${encodeURIComponent(symbol)}&why=${encodeURIComponent(closedAt)}#why`;
  return h("a", { href, "data-why": symbol, "data-at": closedAt, "aria-label": label }, text);
}

/** Which rows of how many, and the way to the others. */
export function pagerPart({ offset, limit, total }: Omit<Paged<unknown>, "rows">): Part[] {
  const to = Math.min(total, offset + limit);
  const link = (at: number, label: string, isThere: boolean) =>
    h("a", {
      class: "button small",
      "data-trades": at,
      ...(isThere ? { href: `?trades=${at}#trades` } : { "aria-disabled": "true" }),
    }, label);
  return [
    h(
      "span",
      { class: "muted" },
      total === 0 ? count(0, "trade") : `${offset + 1} to ${to} of ${decimal(total, 0)}`,
    ),
    link(Math.max(0, offset - limit), "Newer", offset > 0),
    link(offset + limit, "Older", to < total),
  ];
}

function digitsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** Close of the last hourly bar at a time: entries are decided on closed bars, and filled then or a little later. */
function barBefore(iso: string): string {
  const hourMs = 3_600_000;
  return new Date(Math.floor(Date.parse(iso) / hourMs) * hourMs).toISOString();
}
