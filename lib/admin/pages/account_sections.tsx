import { ordersPart, pagerPart, tradesPart } from "../client/panels/book_panels.ts";
import { dailyPart, daysTablePart, performancePart } from "../client/panels/performance_panel.ts";
import { positionsPart } from "../client/panels/positions_panel.ts";
import { riskPart } from "../client/panels/risk_panel.ts";
import { equityDrawing } from "./equity_drawing.ts";
import type { PageData } from "./page_data.ts";
import { Panel } from "./panel.tsx";
import { Parts } from "./part_view.tsx";
import { RANGES } from "./query.ts";

/** What the account did: curve, days, figures. */
export function ResultSections({ data }: { data: PageData }) {
  const { equity, days, performance, summary: { currency } } = data;
  const { to } = performance;
  const note = to === null ? "8 weeks" : `8 weeks to ${to.slice(0, 10)}`;
  return (
    <>
      <Panel id="equity" title="Equity and drawdown" tools={<Ranges data={data} />}>
        <div id="equity-place" class="chart-place">
          <Parts of={equityDrawing(equity, currency)} />
        </div>
      </Panel>
      <Panel
        id="performance"
        title="Performance"
        note={note}
        parts={performancePart(performance, currency)}
      />
      <Panel
        id="daily"
        title="Realised by day"
        note={`${currency}, 30 days`}
        parts={dailyPart(days, currency)}
      >
        <details class="ledger">
          <summary>As a table</summary>
          <div id="days-body" class="scroll" tabindex={0} role="region" aria-label="Ledger by day">
            <Parts of={daysTablePart(days, currency)} />
          </div>
        </details>
      </Panel>
    </>
  );
}

function Ranges({ data: { query } }: { data: PageData }) {
  const { range: current, symbol } = query;
  return (
    <nav class="ranges" aria-label="Range of the curve">
      {RANGES.map((range) => (
        <a
          class="button small"
          href={`?range=${range}&symbol=${encodeURIComponent(symbol)}#equity`}
          data-range={range}
          aria-current={range === current ? "true" : undefined}
        >
          {range}
        </a>
      ))}
    </nav>
  );
}

/** What is open, and how much of each limit that uses. */
export function OpenSections({ data }: { data: PageData }) {
  const { positions, risk, summary: { currency } } = data;
  return (
    <>
      <Panel id="positions" title="Positions" isScrolling parts={positionsPart(positions, currency)} />
      <Panel id="risk" title="Risk" note="used of each limit" isScrolling parts={riskPart(risk)} />
    </>
  );
}

/** Closed trades, and the orders that made and guard positions. */
export function OrderSections({ data: { trades, orders } }: { data: PageData }) {
  const pager = (
    <nav id="trades-pager" class="pager" aria-label="Pages of trades">
      <Parts of={pagerPart(trades)} />
    </nav>
  );
  const choice = (
    <label class="live-only">
      <span class="hidden">Which orders</span>
      <select id="orders-choice">
        <option value="open">open</option>
        <option value="all">all</option>
      </select>
    </label>
  );
  return (
    <>
      <Panel id="trades" title="Closed trades" tools={pager} isScrolling parts={tradesPart(trades)} />
      <Panel id="orders" title="Orders" tools={choice} isScrolling parts={ordersPart(orders)} />
    </>
  );
}
