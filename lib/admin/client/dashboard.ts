/// <reference lib="dom" />
/**
 * Brings the page to life: follows the event stream, reads again what events make old, and carries out what is asked.
 *
 * @module
 */

import { accountTopics } from "./account_topics.ts";
import { createEquityChart } from "./charts/equity_chart.ts";
import { createChartTopic } from "./chart_topic.ts";
import { handleCommands } from "./commands.ts";
import { handleConfigForm } from "./config_form.ts";
import { createConnection } from "./connection.ts";
import { createDecisionsView } from "./decisions_view.ts";
import { byId } from "./dom.ts";
import { createEventsView } from "./events_view.ts";
import { keepFresh, type Live } from "./live.ts";
import { send } from "./api.ts";
import { createSpeedControl } from "./speed_control.ts";
import { follow } from "./stream.ts";
import { systemTopics } from "./system_topics.ts";
import { createWhyView } from "./why_view.ts";

const {
  symbol = "",
  range = "",
  seq = "0",
  currency = "",
  trades = "0",
  tradesLimit = "15",
  why: chosenBar = "",
} = document.body.dataset;
const choice = { range, currency, tradesOffset: Number(trades), tradesLimit: Number(tradesLimit) };

const expireAll = () => live.expire();
const speed = createSpeedControl(expireAll);
const equity = createEquityChart(byId("equity-place"));
const account = accountTopics(choice, equity, speed);
const why = createWhyView(() => {
  decisions.paint();
  chart.mark();
});
const chart = createChartTopic(symbol, why);
const decisions = createDecisionsView(chart.symbol, why.chosenId);
const events = createEventsView();
const system = systemTopics(events.restarted);
const connection = createConnection(expireAll);
let hasNews = false;
// too long tables to be part of every page
byId("effective-box").addEventListener("toggle", () => live.expire(system.config));
byId("ledger").addEventListener("toggle", () => live.expire(account.results));

const topics = [...Object.values(account), ...Object.values(system), chart.topic];
const live: Live = keepFresh([
  ...topics,
  {
    concerns: () => hasNews = true,
    minMs: 250,
    maxMs: 0,
    refresh() {
      if (hasNews) {
        decisions.paint();
        events.paint();
      }
      hasNews = false;
      return Promise.resolve();
    },
  },
], connection.lost);

async function start(): Promise<void> {
  const first = [account.equity.refresh(), chart.topic.refresh(), decisions.reload(), events.reload()];
  if (chosenBar !== "") first.push(why.choose(symbol, chosenBar, null));
  await Promise.allSettled(first);
  follow(Number(seq), {
    onEvent(event) {
      decisions.take(event);
      events.take(event);
      live.heard(event);
    },
    onReset() {
      decisions.reload();
      events.reload();
      live.expire();
    },
    onLive: connection.live,
    onLost: connection.lost,
  });
}

/** Shows why of a bar, and the bar itself on the chart. */
async function chooseBar(wanted: string, closedAt: string, from: HTMLElement): Promise<void> {
  const shown = why.choose(wanted, closedAt, from);
  if (wanted !== chart.symbol()) {
    byId<HTMLSelectElement>("symbol").value = wanted;
    await chart.choose(wanted);
  }
  chart.mark();
  await shown;
}

function chooseSymbol(wanted: string): void {
  byId<HTMLSelectElement>("symbol").value = wanted;
  why.release();
  chart.choose(wanted).then(() => decisions.reload()).catch(connection.lost);
}

/** Links that work without scripts are followed here without leaving the page. */
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLElement>(
    "a[data-why], a[data-symbol], a[data-trades], a[data-range]",
  );
  if (link === null || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { why: whySymbol, at, symbol: wanted, trades: offset, range: wantedRange } = link.dataset;
  if (whySymbol !== undefined && at !== undefined) chooseBar(whySymbol, at, link).catch(connection.lost);
  if (wanted !== undefined) {
    chooseSymbol(wanted);
    byId("chart").scrollIntoView({ block: "nearest" });
  }
  if (offset !== undefined && link.hasAttribute("href")) {
    choice.tradesOffset = Number(offset);
    live.expire(account.trades);
  }
  if (wantedRange !== undefined) chooseRange(wantedRange);
});

function chooseRange(wanted: string): void {
  choice.range = wanted;
  for (const link of document.querySelectorAll<HTMLElement>("a[data-range]")) {
    if (link.dataset.range === wanted) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  live.expire(account.equity);
}

byId<HTMLSelectElement>("symbol").addEventListener("change", (event) => {
  chooseSymbol((event.target as HTMLSelectElement).value);
});
byId("orders-choice").addEventListener("change", () => live.expire(account.orders));
byId("logout").addEventListener("click", async () => {
  await send("/logout", {});
  location.assign("/login");
});
handleCommands(expireAll);
handleConfigForm(expireAll);
start();
