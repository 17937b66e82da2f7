import { OpenSections, ResultSections, TradesSection } from "./account_sections.tsx";
import type { Assets } from "./assets.ts";
import { Banner } from "./banner.tsx";
import { Dialogs } from "./dialogs.tsx";
import { Frame } from "./frame.tsx";
import { ChartSections, DecisionSections } from "./market_sections.tsx";
import { type PageData, TRADES_SHOWN } from "./page_data.ts";
import { SystemSections } from "./system_sections.tsx";
import type { Theme } from "./theme.ts";

/** What the page is made of. */
export interface DashboardProps {
  readonly assets: Assets;
  readonly nonce: string;
  readonly theme: Theme;
  readonly data: PageData;
}

/** The page on which one sees the run: complete as it comes, kept fresh by its script. */
export function DashboardPage({ assets, nonce, theme, data }: DashboardProps) {
  const { query, summary, seq } = data;
  const known = {
    ...{
      symbol: query.symbol,
      range: query.range,
      why: query.why,
      seq: String(seq),
      currency: summary.currency,
    },
    ...{ trades: String(query.tradesOffset), "trades-limit": String(TRADES_SHOWN) },
  };
  return (
    <Frame
      assets={assets}
      nonce={nonce}
      theme={theme}
      title={`${summary.state} · Bulkhead`}
      script="dashboard.js"
      data={known}
    >
      <a class="skip" href="#content">Skip to the content</a>
      <Banner summary={summary} theme={theme} />
      <noscript>
        <p class="no-scripts">
          This is a snapshot: without JavaScript nothing moves and nothing can be switched. Links and the
          choice of a symbol work.
        </p>
      </noscript>
      <main id="content" tabindex={-1}>
        <ResultSections data={data} />
        <OpenSections data={data} />
        <ChartSections data={data} />
        <DecisionSections data={data} />
        <TradesSection data={data} />
        <SystemSections data={data} />
      </main>
      <footer class="muted">
        Times are UTC. Run <code>{summary.runId.slice(0, 12)}</code> of account {summary.account} on{" "}
        {summary.venue}. <a href="/api/reference">API</a>. Charts by{" "}
        <a href="https://www.tradingview.com/" rel="noreferrer">TradingView Lightweight Charts™</a>, ©
        TradingView, Inc., Apache-2.0.
      </footer>
      <Dialogs />
    </Frame>
  );
}
