import assert from "node:assert/strict";
import { PLANTED } from "../planted_fixture.ts";
import { attentionOf } from "./attention.ts";
import { dailyReport, reportFileName } from "./daily_report.ts";
import type { DailyReportData } from "./report_data.ts";
import { BAD_DAY, QUIET_DAY } from "./report_fixture.ts";

/** The data with the text in place of, or behind, every text that comes from outside. */
function withText(data: DailyReportData, text: string): DailyReportData {
  const spread = (value: unknown, name: string): unknown => {
    if (typeof value === "string") return name === "date" ? value : `${value}${text}`;
    if (Array.isArray(value)) return value.map((item) => spread(item, ""));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, spread(part, key)]));
  };
  return spread(data, "") as DailyReportData;
}

/** Names of the elements that a page has, from a text of HTML. */
const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<([a-z!/][^\s>]*)/gi)].map(([, tag]) => tag.toLowerCase());

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style><script src=//evil.example/x.js></script>",
  "&lt;b&gt;&amp;",
  "<svg/onload=alert(1)>",
  "\u202egnp.exe\u0000<!--",
  "]]><![CDATA[${7*7}{{7*7}}",
];

Deno.test("dailyReport() shows hostile names as text: the page has the elements it has without them", () => {
  for (const day of [QUIET_DAY, BAD_DAY]) {
    const plain = dailyReport(withText(day, "x"));
    for (const hostile of HOSTILE) {
      const { html, subject } = dailyReport(withText(day, hostile));
      // where no number is a number, nothing is drawn: in both pages alike
      assert.deepEqual(tagsOf(html), tagsOf(plain.html), hostile);
      assert.doesNotMatch(html, /<(?:script|img|iframe|object|link|base|a)\b/i);
      assert.doesNotMatch(html.replace(/"[^"]*"/g, '""'), /<[^>]*\son\w+\s*=/i, "no handler");
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(html, /[\u0000\u202a-\u202e]/);
      assert.ok(!subject.includes("\n"));
    }
  }
});

Deno.test("dailyReport() shows hostile symbols beside charts and figures that are sound", () => {
  for (const symbol of HOSTILE) {
    const trips = BAD_DAY.trips.map((trip) => ({ ...trip, symbol }));
    const positions = BAD_DAY.positions.map((position) => ({ ...position, symbol }));
    const { html } = dailyReport({ ...BAD_DAY, trips, positions });
    assert.deepEqual(tagsOf(html), tagsOf(dailyReport(BAD_DAY).html), symbol);
  }
  const { html } = dailyReport({ ...BAD_DAY, trips: [{ ...BAD_DAY.trips[0], symbol: "<b>BTC" }] });
  assert.ok(html.includes('<td class="t">&lt;b&gt;BTC</td>'));
});

Deno.test("dailyReport() is one file: nothing to load, no script, and a policy that says so", () => {
  const { html } = dailyReport(BAD_DAY);
  assert.match(html, /^<!doctype html>\s*<html lang="en">/);
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
  assert.doesNotMatch(html, /https?:|url\(|@import|\b(?:src|href|srcset|action)=/i);
  assert.match(html, /@media \(prefers-color-scheme: dark\)/);
  assert.match(html, /@media print/);
  assert.ok(html.length < 60_000, String(html.length));
});

Deno.test("dailyReport() shows every figure, row and occurrence of the day, in page and text alike", () => {
  const { html, text } = dailyReport(BAD_DAY);
  const shown = [
    ...[
      "9,788.10",
      "10,098.11",
      "-236.02",
      "-221.40",
      "-21.61",
      "14.20",
      "-0.42",
      "3.31 %",
      "6.62 R",
      "-4.72 R",
    ],
    ...["BTC/USDT:USDT", "target1, stop", "+82.11", "+1.64 R", "ETH/USDT:USDT", "-44.90", "-0.90 R"],
    ...["ADA/USDT:USDT", "0.5288", "XRP/USDT:USDT", "short 3100", "short 3000", "nothing"],
    ...[
      "missing protection",
      "stop placed again",
      "protection lost",
      "daily loss 2.04 %",
      "heap limit reached",
    ],
    ...[
      "risk.risk_per_trade_pct = 0.4",
      "Flatten",
      "the book is not reconciled",
      "99.96 % up",
      "HALTED",
      "01JH2Q7M",
    ],
    ...["flatten before the announcement", "telegram", "email", "2024-01-11 00:00 UTC"],
  ];
  for (const part of shown) {
    assert.ok(html.includes(part), `${part} in the page`);
    assert.ok(text.includes(part), `${part} in the text`);
  }
  assert.match(html, /<strong class="bad">none<\/strong>/);
  assert.match(text, /XRP.* WITHOUT A STOP/);
  // what one side has not is a difference, too
  assert.match(
    html,
    /RRs0K2M4<\/td>\s*<td class="t">sell all at 0\.5288<\/td>\s*<td class="t">\s*<em>nothing<\/em>/,
  );
  assert.match(text, /^- stop ADA\/USDT:USDT RRs0K2M4: book sell all at 0\.5288, venue nothing$/m);
  // open orders agree, and say so
  assert.match(html, /Open orders <span class="good">agree<\/span> <small>book 1, venue 1<\/small>/);
});

Deno.test("dailyReport() has a subject of one line that says whether to look", () => {
  const subject = (data: DailyReportData) => dailyReport(data).subject;
  assert.equal(
    subject(QUIET_DAY),
    "[bulkhead] 2024-01-10 paper: +76.76 USDT (+1.53 R), 3 round trips; nothing needs a look",
  );
  assert.match(subject(BAD_DAY), /-236\.02 USDT \(-4\.72 R\), 3 round trips; 8 things need a look$/);
  assert.equal(
    subject({ ...QUIET_DAY, figures: null }),
    "[bulkhead] 2024-01-10 paper: no line in the ledger; 1 thing needs a look",
  );
});

Deno.test("attentionOf() says what to look at, most urgent first", () => {
  assert.deepEqual(attentionOf(QUIET_DAY), []);
  assert.deepEqual(attentionOf(BAD_DAY), [
    "Without a stop: XRP/USDT:USDT",
    "Book and venue differ in 2 rows",
    "1 finding of reconciliation",
    "2 incidents",
    "Entries are off: kill (operator admin: flatten before the announcement); " +
    "ADA/USDT:USDT unreconciled (stop is not at the venue)",
    "1 unplanned restart",
    "1 command or change refused or failed",
    "1 notification did not get through",
  ]);
});

Deno.test("dailyReport() tells no secret, in whatever text of the day it stands", () => {
  for (const { text, secret } of PLANTED) {
    const report = dailyReport(withText(BAD_DAY, ` ${text}`));
    for (const [form, out] of Object.entries(report)) {
      for (const part of [secret, secret.replaceAll("\n", " "), secret.slice(0, 20)]) {
        if (!part.startsWith("-----BEGIN")) assert.ok(!out.includes(part), `${secret} in ${form}`);
      }
      assert.ok(!out.includes("planted"), form);
    }
  }
});

Deno.test("dailyReport() has an answer where there is nothing, or no sense", () => {
  const nothing: DailyReportData = {
    ...QUIET_DAY,
    ...{ figures: null, equity: [], days: [], trips: [], positions: [], comparison: null, told: [] },
    ...{ findings: [], incidents: [], restarts: [], changes: [], uptime: null },
  };
  const { html, text } = dailyReport(nothing);
  for (
    const part of [
      "Too few points to draw",
      "No day to draw",
      "No position is open",
      "No comparison is known",
    ]
  ) {
    assert.ok(html.includes(part), part);
  }
  assert.match(text, /VENUE AGAINST BOOK: no comparison is known/);
  assert.deepEqual(attentionOf(nothing).length, 2);
  const stale = { ...QUIET_DAY, comparison: { ...QUIET_DAY.comparison!, at: null } };
  assert.deepEqual(attentionOf(stale), ["Book and venue were not compared on this day"]);
  assert.match(
    dailyReport(stale).text,
    /VENUE AGAINST BOOK \(The last pass was before the day began\): the same\n/,
  );
  const flat = { at: "2024-01-10T00:00:00.000Z", equity: "1" };
  const odd = dailyReport({
    ...nothing,
    figures: { ...QUIET_DAY.figures!, sumR: NaN, drawdownPct: Infinity, equity: "a lot" },
    equity: [flat, flat, { at: "never", equity: "NaN" }],
    days: [{ date: "2024-01-10", net: "0", sumR: 0 }],
    uptime: { seconds: 0, ofSeconds: 0 },
  }).html;
  assert.doesNotMatch(odd, /NaN|Infinity|undefined|null/);
});

Deno.test("dailyReport() bounds what it shows of long lists, and says what is left out", () => {
  const trips = Array.from({ length: 1_000 }, () => QUIET_DAY.trips[0]);
  const equity = Array.from({ length: 86_400 }, (_, i) => ({
    ...{ at: new Date(Date.UTC(2024, 0, 10) + i * 1_000).toISOString(), equity: String(10_000 + (i % 97)) },
  }));
  const { html, text } = dailyReport({ ...QUIET_DAY, trips, equity });
  assert.ok(html.includes("700 more are in the store"));
  assert.ok(text.includes("and 950 more"));
  assert.ok(html.length < 250_000, String(html.length));
});

Deno.test("reportFileName() is a name and no path, whatever it is given", () => {
  assert.equal(reportFileName("2024-02-29"), "bulkhead-2024-02-29.html");
  for (
    const date of ["", "2024-02-30", "2024-1-1", "../2024-01-01", "2024-01-01/..", "2024-01-01\n", "today"]
  ) {
    assert.throws(() => reportFileName(date), RangeError, date);
    assert.throws(() => dailyReport({ ...QUIET_DAY, date }), RangeError, date);
  }
});
