import type { PerformanceView, PnlDayView } from "../../views.ts";
import { decimal, signed, tone } from "../format.ts";
import { h, type Part } from "../part.ts";
import { table, toned } from "../table.ts";

/** Which span the figures are of, and that nothing is said of how they should be. */
export function performanceNote({ to }: PerformanceView): Part {
  const span = to === null ? "8 weeks" : `8 weeks to ${to.slice(0, 10)}`;
  return h("span", { title: NO_TARGETS }, `${span}, no targets`);
}

const NO_TARGETS =
  "Rolling 8 weeks of market time. This system sets itself no targets for these figures: they are " +
  "shown as they are, and judged by nobody.";

/** What each figure means, for those who point at it. */
const MEANINGS: Readonly<Record<string, string>> = {
  "Net result": "Of closed trades, after fees and funding",
  "Trades": "Positions from open to flat, closed in these 8 weeks",
  "Win rate": "Share of trades with a net gain",
  "Profit factor": "Sum of net gains for each unit of net losses; – while there are no losses",
  "Expectancy": "Mean result of a trade; 1 R is what it had at risk when it was opened",
  "Max drawdown": "Deepest fall of the sum of results below its highest point, closed trades alone",
  "Maker fills": "Share of fills that took no liquidity",
  "Slippage":
    "Mean distance of fills from the price asked for: of entries the one they were decided at, of stops " +
    "and targets their trigger",
};

/** The figures of the last eight weeks. */
export function performancePart(view: PerformanceView, currency: string): Part {
  const { trades, winRatePct, profitFactor, expectancyR, maxDrawdownR, makerPct, slippageBps, netPnl } = view;
  const entry = (label: string, value: string, tone = "") =>
    h(
      "div",
      { key: label, title: MEANINGS[label] },
      h("dt", {}, label),
      h("dd", { class: tone === "" ? null : tone }, value),
    );
  const percent = (value: number | null) => value === null ? "–" : `${decimal(value, 1)} %`;
  const rText = (value: number | null, sign = false) =>
    value === null ? "–" : `${sign ? signed(value) : decimal(value, 1)} R`;
  return h("dl", { class: "facts" }, [
    entry("Net result", `${signed(netPnl)} ${currency}`, tone(netPnl)),
    entry("Trades", decimal(trades, 0)),
    entry("Win rate", percent(winRatePct)),
    entry("Profit factor", decimal(profitFactor)),
    entry("Expectancy", rText(expectancyR, true), tone(expectancyR)),
    entry("Max drawdown", rText(maxDrawdownR)),
    entry("Maker fills", percent(makerPct)),
    entry("Slippage", slippageText(slippageBps)),
  ]);
}

/** "1.8 bps worse": a sign alone would leave open for whom. */
function slippageText(bps: number | null): string {
  if (bps === null) return "–";
  const text = `${decimal(Math.abs(bps), 1)} bps`;
  return /[1-9]/.test(text) ? `${text} ${bps > 0 ? "worse" : "better"}` : text;
}

const WIDTH = 600, HEIGHT = 150;

/** Realised profit of each day as bars around zero, and the same as a table for those who cannot see them. */
export function dailyPart(days: readonly PnlDayView[], currency: string): Part[] {
  const values = days.map(({ realized }) => Number(realized));
  const most = Math.max(1, ...values.map(Math.abs));
  const isFlat = values.every((value) => value === 0);
  const step = WIDTH / Math.max(14, days.length);
  const middle = HEIGHT / 2;
  const bars = days.map((day, i) => {
    const value = values[i], height = Math.max(1, (Math.abs(value) / most) * (middle - 6));
    const y = value >= 0 ? middle - height : middle;
    const box = { x: i * step + step * 0.15, width: step * 0.7, y: y.toFixed(1), height: height.toFixed(1) };
    return h(
      "rect",
      { key: day.date, class: tone(value) === "" ? "flat" : tone(value), ...box },
      h(
        "title",
        {},
        `${day.date}: ${signed(value)} ${currency}, ${signed(day.sumR)} R, ${day.roundTrips} closed`,
      ),
    );
  });
  const label = days.length === 0
    ? "No day is over yet"
    : `Realised profit of ${days.length} days, at most ${decimal(most)} ${currency} either way`;
  return [
    h(
      "div",
      { class: "scale" },
      h("span", {}, isFlat ? "" : `+${decimal(most, 0)}`),
      h("span", {}, isFlat ? "" : `−${decimal(most, 0)}`),
    ),
    h(
      "svg",
      {
        class: "days",
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": label,
      },
      h("line", { class: "axis", x1: 0, x2: WIDTH, y1: middle, y2: middle }),
      bars,
    ),
    h(
      "div",
      { class: "scale-x" },
      h("span", {}, days[0]?.date.slice(5) ?? ""),
      h("span", {}, days.at(-1)?.date.slice(5) ?? label),
    ),
  ];
}

/** The ledger of the days, newest first. */
export function daysTablePart(days: readonly PnlDayView[], currency: string): Part {
  return table({
    caption: `The ledger by UTC day, newest first, in ${currency}`,
    columns: [
      { name: "date", label: "Day" },
      { name: "realized", label: "Realised", isNumber: true },
      { name: "fees", label: "Fees", isNumber: true },
      { name: "funding", label: "Funding", isNumber: true },
      { name: "equity", label: "Equity", isNumber: true },
      { name: "r", label: "Sum of R", isNumber: true },
      { name: "drawdown", label: "Drawdown", isNumber: true },
    ],
    empty: "No day is over yet.",
    rows: days.toReversed().map((day) => ({
      key: day.date,
      cells: {
        date: day.date,
        realized: toned(signed(day.realized), tone(day.realized)),
        fees: decimal(-Number(day.fees)),
        funding: signed(day.funding),
        equity: decimal(day.equity),
        r: signed(day.sumR),
        drawdown: `${decimal(day.drawdownPct)} %`,
      },
    })),
  });
}
