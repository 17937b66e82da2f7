/// <reference lib="dom" />
import type { CandleView, ChartView, DecisionLineView, EventView } from "../views.ts";
import { symbolPath, wanted } from "./api.ts";
import { candleText } from "./candle_text.ts";
import { createPriceChart } from "./charts/price_chart.ts";
import { byId } from "./dom.ts";
import { base, minute } from "./format.ts";
import type { Topic } from "./live.ts";
import { KEPT_BARS, mergeChart } from "./merge_chart.ts";
import type { WhyView } from "./why_view.ts";

/** Bars read again at each refresh. */
const TAIL_BARS = 30;
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -24,
  PageDown: 24,
};

/** The price chart: which symbol, and keeping it fresh. */
export interface ChartTopic {
  readonly topic: Topic;
  symbol(): string;
  /** Shows another symbol. */
  choose(symbol: string): Promise<void>;
  /** Marks the bar whose why was chosen, or none. */
  mark(): void;
}

/** `why` is shown for the bar that is clicked, or chosen with Enter, and follows the newest otherwise. */
export function createChartTopic(first: string, why: WhyView): ChartTopic {
  const place = byId("chart-place"), readout = byId("chart-readout");
  let symbol = first, view: ChartView | null = null, hovered: CandleView | null = null;

  const closeOf = ({ time }: CandleView) => new Date((time + barSeconds(view)) * 1_000).toISOString();
  const choose = (candle: CandleView) => why.choose(symbol, closeOf(candle), place);
  function tell(candle: CandleView | null): void {
    hovered = candle;
    const shown = candle ?? view?.candles.at(-1);
    if (shown === undefined || view === null) return;
    readout.textContent = `${base(symbol)}  ${minute(closeOf(shown))}  ${candleText(shown, view.precision)}`;
  }
  const chart = createPriceChart(place, { onHover: tell, onChoose: choose });

  place.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hovered !== null) choose(hovered);
    if (!Object.hasOwn(KEY_STEPS, event.key)) return;
    event.preventDefault();
    tell(chart.step(KEY_STEPS[event.key]));
  });

  /** When the chosen bar opened; null where none of this symbol is chosen. */
  function chosenOpen(): number | null {
    const id = why.chosenId();
    return id.startsWith(`${symbol}:`)
      ? Number(id.slice(symbol.length + 1)) / 1_000 - barSeconds(view)
      : null;
  }

  async function refresh(): Promise<void> {
    const wantedSymbol = symbol, path = `/api/chart/${symbolPath(symbol)}`;
    const tail = view?.symbol === symbol ? await wanted<ChartView>(`${path}?bars=${TAIL_BARS}`) : null;
    const merged = tail === null || view === null ? null : mergeChart(view, tail);
    const next = merged ?? await wanted<ChartView>(`${path}?bars=${KEPT_BARS}`);
    if (symbol !== wantedSymbol) return;
    view = next;
    chart.show(next);
    place.classList.toggle("drawn", next.candles.length > 1);
    if (hovered === null) tell(null);
    const last = next.candles.at(-1);
    if (last !== undefined) await why.follow(symbol, closeOf(last));
  }

  return {
    topic: { concerns: (event) => isBarOf(event, symbol), refresh, minMs: 500, maxMs: 0 },
    symbol: () => symbol,
    choose(next) {
      symbol = next;
      hovered = null;
      return refresh();
    },
    mark: () => chart.mark(chosenOpen()),
  };
}

/** Every closed bar has a decision, so decisions tell of bars. */
function isBarOf({ kind, symbol, data }: EventView, wantedSymbol: string): boolean {
  if (kind === "DecisionMade") return (data as unknown as DecisionLineView).symbol === wantedSymbol;
  return symbol === wantedSymbol && (kind === "PositionChanged" || kind === "RoundTripClosed");
}

function barSeconds(view: ChartView | null): number {
  const [first, second] = view?.candles ?? [];
  return second === undefined ? 3_600 : second.time - first.time;
}
