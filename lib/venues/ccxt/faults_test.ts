import assert from "node:assert/strict";
import { readFault, servedMs, VenueRefusal } from "./faults.ts";

const NOW_MS = 1_700_000_000_000;
class DDoSProtection extends Error {}
class RateLimitExceeded extends Error {}
class ExchangeNotAvailable extends Error {}
class ExchangeError extends Error {}
class BadSymbol extends Error {}

const CASES: readonly {
  name: string;
  error: unknown;
  venue?: "binance" | "kucoin";
  headers?: Record<string, string>;
  isFinal?: boolean;
  pauseMs?: number | null;
}[] = [
  {
    name: "429 with Retry-After",
    error: new DDoSProtection("429"),
    headers: { "Retry-After": "17" },
    pauseMs: 17_000,
  },
  { name: "429 without a word", error: new RateLimitExceeded("429"), pauseMs: 60_000 },
  { name: "418 without a word", error: new DDoSProtection("binanceusdm 418 I'm a teapot"), pauseMs: 120_000 },
  {
    name: "a ban until a time",
    error: new DDoSProtection(`418 {"code":-1003,"msg":"banned until ${NOW_MS + 90_000}."}`),
    pauseMs: 90_000,
  },
  {
    name: "the longer of two pauses",
    error: new DDoSProtection(`418 banned until ${NOW_MS + 90_000}`),
    headers: { "retry-after": "200" },
    pauseMs: 200_000,
  },
  {
    name: "a pause of days is cut to an hour",
    error: new DDoSProtection("429"),
    headers: { "retry-after": "250000" },
    pauseMs: 3_600_000,
  },
  {
    name: "-1003 in a plain error",
    error: new ExchangeError('binanceusdm {"code":-1003,"msg":"x"}'),
    pauseMs: 60_000,
  },
  {
    name: "KuCoin's 429000, which ccxt calls a plain error",
    error: new ExchangeError('kucoinfutures {"code":"429000","msg":"Too many requests"}'),
    ...{ venue: "kucoin", headers: { "Gw-Ratelimit-Reset": "4321" }, pauseMs: 4_321 },
  },
  {
    name: "429000 without headers",
    error: new ExchangeError('{"code":"429000"}'),
    ...{ venue: "kucoin", pauseMs: 30_000 },
  },
  {
    name: "a server error",
    error: new ExchangeNotAvailable("502 Bad Gateway"),
    headers: { "retry-after": "9" },
  },
  { name: "a price with 429 in it", error: new ExchangeError("price 14290 is odd") },
  { name: "a text", error: "odd" },
  { name: "an unknown symbol", error: new BadSymbol("no NOPE"), isFinal: true },
  { name: "a refusal of ours", error: new VenueRefusal("Cannot follow X"), isFinal: true },
  { name: "no permission", error: new Deno.errors.NotCapable("net access"), isFinal: true },
];

for (const { name, error, venue = "binance", headers = {}, isFinal = false, pauseMs = null } of CASES) {
  Deno.test(`readFault() reads ${name}`, () => {
    const fault = readFault(error, venue, headers, NOW_MS);
    assert.deepEqual([fault.isFinal, fault.pauseMs], [isFinal, pauseMs]);
    assert.ok(fault.why.length > 0);
  });
}

Deno.test("readFault() cuts long words", () => {
  assert.ok(readFault(new Error("x".repeat(9_000)), "binance", {}, NOW_MS).why.length < 300);
});

Deno.test("servedMs() reads the header Date in any case, or nothing", () => {
  assert.equal(servedMs({ DATE: "Tue, 14 Nov 2023 22:13:20 GMT" }), 1_700_000_000_000);
  assert.equal(servedMs({}), null);
  assert.equal(servedMs({ date: "soon" }), null);
});
