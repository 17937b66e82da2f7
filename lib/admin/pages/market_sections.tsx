import { candleText } from "../client/candle_text.ts";
import { base, minute } from "../client/format.ts";
import { decisionsPart } from "../client/panels/decisions_panel.ts";
import { symbolsPart, systemsPart } from "../client/panels/symbols_panel.ts";
import { whyPart } from "../client/panels/why_panel.ts";
import type { PageData } from "./page_data.ts";
import { Panel } from "./panel.tsx";
import { Parts } from "./part_view.tsx";
import { priceDrawing } from "./price_drawing.ts";

const REGIMES = ["TREND", "RANGE", "BREAKOUT", "NO_TRADE"];

/** The chart of a symbol, and why its bars were traded or not. */
export function ChartSections({ data }: { data: PageData }) {
  const { chart, decision, query: { why } } = data;
  const release = (
    <button id="why-release" type="button" class="small live-only" hidden={why === ""}>
      Newest bar (Esc)
    </button>
  );
  return (
    <>
      <Panel id="chart" title="Price" tools={<SymbolChoice data={data} />}>
        <p id="chart-readout" class="readout num">{chart === null ? "" : readoutText(chart)}</p>
        <div
          id="chart-place"
          class="chart-place"
          tabindex={0}
          role="group"
          aria-label="Price chart: arrow keys move from bar to bar, Enter shows why"
        >
          {chart === null ? null : <Parts of={priceDrawing(chart)} />}
        </div>
        <p class="legend muted">
          {REGIMES.map((regime) => (
            <span class={`regime ${regime}`}>{regime.toLowerCase().replace("_", " ")}</span>
          ))}
          <span class="stop-sign">stop</span>
          <span>▲▼ entry</span>
          <span>● stop or target</span>
          <span>■ other exit</span>
          <span class="trade-sign">entry to exit</span>
        </p>
      </Panel>
      <Panel
        id="why"
        title="Why, or why not"
        note={<span id="why-mode">{why === "" ? "newest bar" : "chosen bar"}</span>}
        tools={release}
        isScrolling
        parts={whyPart(decision)}
      />
    </>
  );
}

function readoutText({ symbol, candles, precision }: NonNullable<PageData["chart"]>): string {
  const last = candles.at(-1), before = candles.at(-2);
  if (last === undefined) return base(symbol);
  const seconds = before === undefined ? 0 : last.time - before.time;
  const at = minute(new Date((last.time + seconds) * 1_000).toISOString());
  return `${base(symbol)}  ${at}  ${candleText(last, precision)}`;
}

function SymbolChoice({ data: { symbols, query } }: { data: PageData }) {
  return (
    <form method="get" action="/dashboard#chart" class="inline">
      <label for="symbol" class="hidden">Symbol</label>
      <select id="symbol" name="symbol" autocomplete="off">
        {symbols.map((symbol) => option(symbol, query.symbol))}
      </select>
      <button type="submit" class="small without-scripts">Show</button>
    </form>
  );
}

/** What was decided, and where. */
export function DecisionSections({ data }: { data: PageData }) {
  const { decisions, decision, systems, regimes, query: { why } } = data;
  const choice = (
    <label class="live-only">
      <span class="hidden">Which decisions</span>
      <select id="decisions-choice">
        <option value="signals">signals of all symbols</option>
        <option value="bars">every bar of the chart's symbol</option>
      </select>
    </label>
  );
  const switches = (
    <div id="systems" class="systems">
      <Parts of={systemsPart(systems)} />
    </div>
  );
  const chosen = why === "" ? "" : decision?.id ?? "";
  return (
    <>
      <Panel
        id="decisions"
        title="Decisions"
        tools={choice}
        isScrolling
        parts={decisionsPart(decisions, chosen)}
      />
      <Panel
        id="symbols"
        title="Symbols"
        tools={switches}
        isScrolling
        parts={symbolsPart(systems, regimes)}
      />
    </>
  );
}

function option(symbol: string, chosen: string) {
  return <option value={symbol} selected={symbol === chosen}>{symbol}</option>;
}
