import assert from "node:assert/strict";
import { sha256Hex } from "../../core/mod.ts";
import { beat, closed, decided, FOUR_TRADES, inputOf, instrumentOf, MARKET } from "./report_fixture.ts";
import { reportHtml } from "./report_html.ts";
import { runReport } from "./run_report.ts";

const VOID_TAGS = new Set(["meta", "!doctype"]);

/** Names of the elements in order; throws where a tag is not closed, closes another, or has a broken attribute. */
function parse(html: string): string[] {
  const open: string[] = [], names: string[] = [];
  const bare = html.replace(/<(script|style)>[^]*?<\/\1>/g, "<$1></$1>");
  for (const [tag] of bare.matchAll(/<[^>]*>?/g)) {
    const match = /^<(\/?)([!a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)\s*(\/?)>$/i.exec(tag);
    assert.ok(match !== null, `not a tag: ${tag}`);
    const [, slash, name, , selfClosed] = match;
    if (slash === "/") assert.equal(open.pop(), name);
    else {
      names.push(name);
      if (selfClosed === "" && !VOID_TAGS.has(name.toLowerCase())) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return names;
}

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style></script><script src=//evil.example/x.js></script>",
  "&lt;b&gt;\u202egnp.exe\u0000<!--",
];

/** A run in which every text that may come from outside is `text`. */
function runOf(text: string) {
  const trips = FOUR_TRADES.map((trip) => closed({ ...trip, symbol: text, regime: text, exits: [text] }));
  const decisions = [decided("no_trade", text, { regime: text }), decided("denied", text, { regime: text })];
  return runReport(inputOf({
    ...{
      title: text,
      system: text,
      symbols: [text],
      instruments: [{ ...instrumentOf("A"), symbol: text, settle: text }],
    },
    ...{ events: [...trips, ...decisions, beat(96, 10_075)], market: { ...MARKET, symbol: text } },
    ...{ closes: [{ ...MARKET, symbol: text }], remarks: [text] },
    result: { sha256: text, lines: 1, byKind: { decision: 0, fill: 0, ledger: 0, order: 0 } },
  }));
}

Deno.test("reportHtml() shows a planted script in any name as text", () => {
  const plain = parse(reportHtml(runOf("x")));
  for (const hostile of HOSTILE) {
    const html = reportHtml(runOf(hostile));
    assert.deepEqual(parse(html), plain, hostile);
    assert.equal(html.match(/<script/g)!.length, 1);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(html, /[\u0000\u202e]|<(?:img|a|iframe|link|object)\b/);
  }
  assert.ok(reportHtml(runOf("<script>x")).includes("<h1>&lt;script&gt;x</h1>"));
});

Deno.test("reportHtml() loads nothing, and lets no script run but its own", () => {
  const html = reportHtml(runReport(inputOf({ closes: [MARKET] })));
  assert.doesNotMatch(html, /https?:|url\(|@import|\ssrc=|\shref=/);
  const script = /<script>([^]*)<\/script>/.exec(html)![1];
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1].replaceAll("&#39;", "'");
  const [, hash] = /^default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-([^']+)'; /.exec(
    policy,
  )!;
  const hex = [...atob(hash)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  assert.equal(hex, sha256Hex(script));
});

Deno.test("reportHtml() is sound for a run without a trade, without a market, and for a tally", () => {
  const day = 24 * 3_600_000, { fromMs } = inputOf();
  const cases = [
    inputOf({ events: [], market: null }),
    inputOf({ events: [] }),
    inputOf({ events: FOUR_TRADES.map(closed) }),
    inputOf({ events: [beat(1, 0), beat(2, -50)], toMs: fromMs + day / 24 }),
    inputOf({ toMs: fromMs + 4_000 * day }),
    inputOf({ market: { symbol: "none", openMs: new Float64Array(0), close: new Float64Array(0) } }),
  ];
  for (const input of cases) parse(reportHtml(runReport(input)));
  const empty = reportHtml(runReport(cases[0]));
  assert.ok(empty.includes("No trade was closed."));
});

Deno.test("reportHtml() lists 500 trades and says how many are left out", () => {
  const events = Array.from({ length: 520 }, () => closed(FOUR_TRADES[1]));
  const report = runReport(inputOf({ events }));
  const html = reportHtml(report);
  assert.deepEqual([report.tradeRows.length, report.tradeRowsLeftOut], [500, 20]);
  assert.ok(html.includes("20 later trades are left out here."));
  assert.equal(html.match(/<td class="t">AAA\/USDT:USDT<\/td><td class="t">short/g)!.length, 500);
});

Deno.test("reportHtml() says the figures, the span, the fees, and what is not proven", () => {
  const html = reportHtml(runReport(inputOf()));
  const wanted = [
    ...[
      "+0.75 %",
      "+75.00 USDT",
      "1.94",
      "+0.45 R",
      "50.0 % won",
      "2024-01-30 00:00 to 2024-02-03 00:00, 4 days",
    ],
    ...["AAA/USDT:USDT: 2 bps maker, 5 bps taker", "made by hand", "all of it is in-sample", "+20.00 %"],
  ];
  for (const text of wanted) assert.ok(html.includes(text), text);
});
