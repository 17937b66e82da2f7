import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Hono } from "hono";
import { NONCE, secureHeaders } from "hono/secure-headers";
import { createFakePorts } from "../fake_ports_fixture.ts";
import { pages } from "./mod.tsx";

const ports = createFakePorts();
const hono = pages({ ports });
const text = async (path: string) => await (await hono.request(path)).text();

Deno.test("/dashboard is a whole page with the run's figures in it", async () => {
  const html = await text("/dashboard");
  match(html, /^<!DOCTYPE html><html lang="en" data-theme="auto">/);
  ok(html.includes(ports.positions()[0].symbol));
  match(html, /<body data-symbol="ALFA\/USDT:USDT" data-range="30d" data-why="" data-seq="\d+"/);
});

Deno.test("/dashboard has one style and one script in it, under the answer's nonce, and no handler in an attribute", async () => {
  const behind = new Hono().use(secureHeaders({ contentSecurityPolicy: { scriptSrc: [NONCE] } }));
  behind.route("/", hono);
  for (const path of ["/dashboard", "/login"]) {
    const answer = await behind.request(path), html = await answer.text();
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")![1];
    const own = html.match(/<script(?![^>]* src=)[^>]*>|<style[^>]*>|\sstyle=|\son\w+="|javascript:/g);
    deepStrictEqual(own, [`<style nonce="${nonce}">`, `<script nonce="${nonce}">`]);
    for (const [, url] of html.matchAll(/<(?:script|link|img)[^>]*?(?:src|href)="([^"]+)"/g)) {
      strictEqual((await hono.request(url)).status, 200, url);
    }
  }
});

Deno.test("/dashboard asks for nothing before it can be painted", async () => {
  const [shown, waiting] = (await text("/dashboard")).split('<template id="scripts">');
  ok(!/<script[^>]* src=|<img|modulepreload|rel="stylesheet"/.test(shown));
  match(waiting, /modulepreload.*<script type="module" src="[^"]+dashboard\.js">/s);
});

Deno.test("/dashboard writes what it is told as text, never as markup", async () => {
  const reason = '<img src=x onerror="alert(1)">';
  const latch = { scope: "portfolio", name: "operator", cause: reason, since: null };
  const summary = () => ({ ...ports.summary(), latches: [latch] });
  const html = await (await pages({ ports: { ...ports, summary } }).request("/dashboard")).text();
  ok(!html.includes("<img src=x"));
  ok(html.includes("&lt;img src=x"));
});

Deno.test("/dashboard and /login come in the theme that was chosen, and packed", async () => {
  const given: [string, string][] = [
    ["bulkhead_theme=dark", "dark"],
    ["a=b; bulkhead_theme=light", "light"],
    ['bulkhead_theme=" onload="', "auto"],
    ["bulkhead_theme=blue", "auto"],
  ];
  for (const [cookie, theme] of given) {
    for (const path of ["/dashboard", "/login"]) {
      const answer = await hono.request(path, { headers: { cookie, "accept-encoding": "br, gzip" } });
      strictEqual(answer.headers.get("content-encoding"), "gzip");
      const html = await new Response(answer.body!.pipeThrough(new DecompressionStream("gzip"))).text();
      ok(html.startsWith(`<!DOCTYPE html><html lang="en" data-theme="${theme}">`), `${path} with ${cookie}`);
      strictEqual(html.includes(`Theme: ${theme}</button>`), path === "/dashboard");
    }
  }
});

Deno.test("/dashboard ignores what is wrong in its address", async () => {
  const query = "?symbol=%3Cscript%3E&range=9y&trades=-3&why=now";
  const html = await text(`/dashboard${query}`);
  match(html, /data-symbol="ALFA\/USDT:USDT" data-range="30d" data-why=""/);
  strictEqual((await hono.request("/dashboard?why=2024-13-99T99:99Z")).status, 200);
});

Deno.test("/dashboard shows the bar and the page of trades its address names", async () => {
  const [line] = ports.decisions({ symbol: "ECHO/USDT:USDT", limit: 1 });
  const query = new URLSearchParams({ symbol: line.symbol, why: line.at, trades: "12" });
  const html = await text(`/dashboard?${query}`);
  match(html, /<strong>ECHO<\/strong> bar closed/);
  match(html, /13 to 24 of/);
});

Deno.test("/dashboard is a page also of a run in which nothing has happened yet", async () => {
  const nothing = { rows: [], total: 0, limit: 12, offset: 0 };
  const html = await (await pages({
    ports: {
      ...ports,
      ...{
        symbols: () => [],
        positions: () => [],
        orders: () => nothing,
        trades: () => nothing,
        pnl: () => [],
      },
      ...{
        pnlDaily: () => [],
        decisions: () => [],
        regimes: () => [],
        systems: () => [],
        latestEvents: () => [],
      },
      summary: () => ({ ...ports.summary(), marketTime: null, barsPerSecond: null }),
    },
  }).request("/dashboard")).text();
  match(html, /No trade has been closed yet/);
  match(html, /No symbol is watched/);
});

Deno.test("/assets are kept for ever under their hash, and asked for no second time", async () => {
  const url = /src="([^"]+login\.js)"/.exec(await text("/login"))![1];
  const first = await hono.request(url, { headers: { "accept-encoding": "gzip" } });
  strictEqual(first.headers.get("content-encoding"), "gzip");
  match(first.headers.get("cache-control")!, /immutable/);
  const unpacked = new Response(first.body!.pipeThrough(new DecompressionStream("gzip")));
  strictEqual(await unpacked.text(), await text(url));
  const again = await hono.request(url, { headers: { "if-none-match": first.headers.get("etag")! } });
  strictEqual(again.status, 304);
  strictEqual((await hono.request(url.replace(/\w{16}/, "0".repeat(16)))).status, 404);
  strictEqual((await hono.request(url.replace("login.js", "../../../deno.json"))).status, 404);
});
