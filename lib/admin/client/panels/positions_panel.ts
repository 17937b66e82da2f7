import type { PositionView } from "../../views.ts";
import { base, decimal, NOTHING, price, shortTime, signed, tone, words } from "../format.ts";
import { h, type Part } from "../part.ts";
import { badge, type Row, table, toned } from "../table.ts";

const columns = (currency: string) => [
  { name: "symbol", label: "Symbol" },
  { name: "side", label: "Side" },
  { name: "qty", label: "Quantity", isNumber: true },
  { name: "average", label: "Average", isNumber: true },
  { name: "last", label: "Last", isNumber: true },
  { name: "stop", label: "Stop", isNumber: true },
  { name: "liquidation", label: "Liquidation", isNumber: true },
  { name: "pnl", label: `Open, ${currency}`, isNumber: true },
  { name: "roi", label: "ROI on margin", isNumber: true },
  { name: "move", label: "Price move", isNumber: true },
  { name: "protection", label: "Protection" },
  { name: "opened", label: "Opened" },
];

/** How far a stop at the venue is known to guard it. */
const PROTECTION_TONES: Readonly<Record<string, string>> = {
  protected: "good",
  placing: "warn",
  replacing: "warn",
  closing: "warn",
};

/** Open positions. ROI and the price's move stand side by side, as they are often confused. */
export function positionsPart(positions: readonly PositionView[], currency: string): Part {
  const rows = positions.map(rowOf);
  const empty = "Flat. Entries are made on closed bars when regime, rules and risk agree.";
  return table({
    caption: "Open positions",
    columns: columns(currency),
    rows,
    empty,
    className: "cards positions",
  });
}

function rowOf(p: PositionView): Row {
  const percent = (value: number | null) => value === null ? "–" : `${signed(value)} %`;
  const distance = p.liquidationDistancePct === null ? "" : `${decimal(p.liquidationDistancePct, 1)} % away`;
  return {
    key: `${p.symbol} ${p.side}`,
    cells: {
      symbol: [
        h(
          "a",
          { href: `?symbol=${encodeURIComponent(p.symbol)}#chart`, "data-symbol": p.symbol },
          base(p.symbol),
        ),
        h("small", {}, words(p.strategy)),
      ],
      side: badge(p.side, p.side),
      qty: price(p.qty),
      average: price(p.averagePrice),
      last: price(p.lastPrice),
      stop: price(p.stopPrice),
      liquidation: [price(p.liquidationPrice), h("small", {}, distance)],
      pnl: [
        toned(signed(p.unrealizedPnl), tone(p.unrealizedPnl)),
        h("small", {}, p.unrealizedR === null ? "" : `${signed(p.unrealizedR)} R`),
      ],
      roi: toned(percent(p.roiOnMarginPct), tone(p.roiOnMarginPct)),
      move: percent(p.priceMovePct),
      protection: [
        p.protection === "" ? NOTHING : badge(words(p.protection), PROTECTION_TONES[p.protection] ?? "bad"),
        p.isPaused ? h("small", {}, "entries paused") : "",
      ],
      opened: [shortTime(p.openedAt), h("small", {}, `in ${words(p.regimeAtEntry)}`)],
    },
  };
}
