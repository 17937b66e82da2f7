import { ordersPart, pagerPart, tradesPart } from "../client/panels/book_panels.ts";
import {
  dailyPart,
  daysTablePart,
  performanceNote,
  performancePart,
} from "../client/panels/performance_panel.ts";
import { positionsPart } from "../client/panels/positions_panel.ts";
import type { RiskView } from "../views.ts";
import { riskPart } from "../client/panels/risk_panel.ts";
import { equityDrawing } from "./equity_drawing.ts";
import type { PageData } from "./page_data.ts";
import { Panel } from "./panel.tsx";
import { Parts } from "./part_view.tsx";
import { RANGES } from "./query.ts";

/** What the account did: curve and figures. */
export function ResultSections({ data }: { data: PageData }) {
  const { equity, performance, summary: { currency } } = data;
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
        note={
          <span id="performance-note">
            <Parts of={performanceNote(performance)} />
          </span>
        }
        parts={performancePart(performance, currency)}
      />
    </>
  );
}

/** Realised profit by day, and its ledger. */
function DailySection({ data: { days, summary: { currency } } }: { data: PageData }) {
  return (
    <Panel id="daily" title="Realised by day" note={`${currency}, 30 days`} parts={dailyPart(days, currency)}>
      <details id="ledger" class="ledger">
        <summary>As a table</summary>
        <div id="days-body" class="scroll" tabindex={0} role="region" aria-label="Ledger by day">
          {/* as much as all else above it: read only where no script asks for it when it is opened */}
          <noscript>
            <Parts of={daysTablePart(days, currency)} />
          </noscript>
        </div>
      </details>
    </Panel>
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

/** What is open, how much of each limit that uses, and what each day brought. */
export function OpenSections({ data }: { data: PageData }) {
  const { positions, orders, risk, summary: { currency } } = data;
  return (
    <>
      <div class="column wide">
        <Panel
          id="positions"
          title="Positions"
          room={roomOf(risk)}
          isScrolling
          parts={positionsPart(positions, currency)}
        />
        <Panel
          id="orders"
          title="Orders"
          note="changed by the machine's clock"
          tools={<OrdersChoice />}
          isScrolling
          parts={ordersPart(orders)}
        />
      </div>
      <div class="column narrow">
        <Panel id="risk" title="Risk" note="used of each limit" isScrolling parts={riskPart(risk)} />
        <DailySection data={data} />
      </div>
    </>
  );
}

const LEAST_ROOM = 3, MOST_ROOM = 8;

/** Rows that positions have room for: as many as may be open at once, within reason. */
function roomOf({ gauges }: RiskView): number {
  const limit = gauges.find(({ name }) => name === "positions")?.limit ?? LEAST_ROOM;
  return Math.min(MOST_ROOM, Math.max(LEAST_ROOM, limit));
}

function OrdersChoice() {
  return (
    <label class="live-only">
      <span class="hidden">Which orders</span>
      <select id="orders-choice">
        <option value="open">open</option>
        <option value="all">all</option>
      </select>
    </label>
  );
}

/** Positions from open to flat. */
export function TradesSection({ data: { trades, summary: { currency } } }: { data: PageData }) {
  const pager = (
    <nav id="trades-pager" class="pager" aria-label="Pages of trades">
      <Parts of={pagerPart(trades)} />
    </nav>
  );
  return (
    <Panel id="trades" title="Closed trades" tools={pager} isScrolling parts={tradesPart(trades, currency)} />
  );
}
