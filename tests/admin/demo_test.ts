import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type {
  ChartView,
  ConfigView,
  DecisionLineView,
  DecisionView,
  EventView,
  HealthView,
  Paged,
  RiskView,
  SummaryView,
  TradeView,
  TreeView,
} from "../../lib/admin/views.ts";
import { cli } from "../fixtures/cli.ts";
import { startDemo, TOKEN } from "./demo_fixture.ts";

Deno.test("the demo shows what it does, does what it is told, and stops in order", async (t) => {
  await using demo = await startDemo();
  const { api, until } = demo;

  await t.step("is ready, trades, and tells why", async () => {
    await until<HealthView>("/api/health", ({ isReady }) => isReady);
    const trades = await until<Paged<TradeView>>("/api/trades", ({ total }) => total > 0);
    const { symbol } = trades.rows.at(-1)!;
    const { body: lines } = await api<DecisionLineView[]>(
      `/api/decisions?verdict=approved&symbol=${encodeURIComponent(symbol)}&limit=1`,
    );
    const { at } = lines[0]!;
    const why = await api<DecisionView>(`/api/decisions/${encodeURIComponent(symbol)}/${at}`);
    deepStrictEqual([why.status, why.body.verdict, why.body.symbol], [200, "approved", symbol]);
    ok(why.body.checks.length > 0 && why.body.riskChecks.length > 0);
    const { body: chart } = await api<ChartView>(`/api/chart/${encodeURIComponent(symbol)}?bars=5000`);
    ok(chart.candles.length > 0);
    ok(chart.marks.some(({ kind }) => kind === "entry"), "the entry is on the chart");
  });

  await t.step("pauses one symbol, and only that", async () => {
    const { body: symbols } = await api<string[]>("/api/symbols");
    const path = `/api/symbols/${encodeURIComponent(symbols[0]!)}`;
    strictEqual((await api(`${path}/pause`, { reason: "a test" })).status, 200);
    const { latches } = await until<RiskView>("/api/risk", ({ latches }) => latches.length > 0);
    deepStrictEqual(latches.map(({ scope, name }) => [scope, name]), [[symbols[0], "operator"]]);
    match(latches[0]!.cause, /a test/);
    strictEqual((await api(`${path}/resume`, { reason: "a test" })).status, 200);
    await until<RiskView>("/api/risk", ({ latches }) => latches.length === 0);
  });

  await t.step("stages and applies a change of risk, which every actor confirms", async () => {
    const { body: before } = await api<ConfigView>("/api/config");
    const { path, value } = before.knobs.find((knob) => knob.path.endsWith("risk_per_trade_pct"))!;
    strictEqual((await api("/api/config/stage", { patch: { [path]: value / 2 } })).status, 200);
    const staged = await until<ConfigView>("/api/config", ({ versions }) => versions[0]?.status === "staged");
    const { version } = staged.versions[0]!;
    strictEqual((await api(`/api/config/apply/${encodeURIComponent(version)}`, {})).status, 200);
    const applied = await until<ConfigView>("/api/config", ({ versions }) => {
      const [newest] = versions;
      return newest?.status === "applied" && newest.awaited.length === 0;
    });
    strictEqual(applied.knobs.find((knob) => knob.path === path)!.value, value / 2);
    // risk, execution, guardian, reconciliation and both symbols
    strictEqual(applied.versions[0]!.confirmedBy.length, 6);
    strictEqual((await api("/api/config/rollback", {})).status, 200);
    const back = await until<ConfigView>(
      "/api/config",
      ({ versions }) => versions[0]?.status === "rolled_back",
    );
    strictEqual(back.knobs.find((knob) => knob.path === path)!.value, value);
  });

  await t.step("refuses what makes no sense, and says why", async () => {
    const { body: { knobs: [knob] } } = await api<ConfigView>("/api/config");
    const { status } = await api("/api/config/stage", { patch: { [knob!.path]: 99 } });
    ok(status === 400 || status === 409 || status === 422, `status ${status}`);
    const none = await api<{ error: { message: string } }>("/api/config/apply/9-00000000", {});
    strictEqual(none.status, 409);
    match(none.body.error.message, /is not staged/);
  });

  await t.step("plays at another pace", async () => {
    strictEqual((await api("/api/market/speed", { barsPerSecond: 20 })).status, 200);
    await until<SummaryView>("/api/summary", ({ barsPerSecond }) => barsPerSecond === 20);
  });

  await t.step("shows the death of a part, and its return", async () => {
    const { body: { cells } } = await api<TreeView>("/api/actors");
    const { pid } = cells.find(({ id }) => id === "deck-1")!;
    Deno.kill(pid!, "SIGKILL");
    const after = await until<TreeView>("/api/actors", ({ cells }) => {
      const deck = cells.find(({ id }) => id === "deck-1")!;
      return deck.restarts === 1 && deck.pid !== null && deck.workers.every(({ isUp }) => isUp);
    });
    ok(after.cells.find(({ id }) => id === "deck-1")!.pid !== pid);
    strictEqual(after.cells.filter(({ restarts }) => restarts > 0).length, 1, "nobody else was restarted");
  });

  await t.step("flattens, stays flat until it is re-armed", async () => {
    strictEqual((await api("/api/bot/flatten", { reason: "a test", confirm: "FLATTEN" })).status, 200);
    await until<SummaryView>("/api/summary", ({ positions, state }) => positions === 0 && state === "HALTED");
    await until<Paged<unknown>>("/api/orders?status=open", ({ total }) => total === 0);
    // refused until the venue itself says that nothing is left
    await demo.accepted("/api/bot/rearm", { reason: "the test is over" });
    await until<SummaryView>("/api/summary", ({ state }) => state === "ON");
  });

  await t.step("flattens at the command of another process too", async () => {
    const { code, out, err } = await cli(demo.folder.path, ["flatten"], {});
    deepStrictEqual([code, err], [0, ""]);
    match(out, new RegExp(`^Told process ${demo.pid} to close everything`));
    await until<SummaryView>("/api/summary", ({ positions, state }) => positions === 0 && state === "HALTED");
    await demo.accepted("/api/bot/rearm", { reason: "the test goes on" });
    const { code: none, err: why } = await cli(demo.folder.path, ["flatten", "--store", "none.sqlite"], {});
    strictEqual(none, 2);
    match(why, /no process plays it/);
  });

  await t.step("streams every event once, in order, from any of them on", async () => {
    const { body: past } = await api<EventView[]>("/api/events?after=0&limit=50");
    const seqs = await streamed(demo.origin, past[10]!.seq, 2_000);
    deepStrictEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
    strictEqual(seqs[0], past[11]!.seq);
    const { body: again } = await api<EventView[]>(`/api/events?after=${past[10]!.seq}&limit=1000`);
    deepStrictEqual(seqs.slice(0, again.length), again.map(({ seq }) => seq).slice(0, seqs.length));
  });

  await t.step("stops in order", async () => {
    strictEqual(await demo.stop(), 0, demo.printed());
    match(demo.printed(), /Stopped in order/);
  });
});

/** Ids of what the stream says in `ms` milliseconds. */
async function streamed(origin: string, after: number, ms: number): Promise<number[]> {
  const aborter = new AbortController();
  const response = await fetch(`${origin}/api/stream?after=${after}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: aborter.signal,
  });
  const timer = setTimeout(() => aborter.abort(), ms);
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const bytes of response.body!) text += decoder.decode(bytes, { stream: true });
  } catch {
    // ended by ourselves
  }
  clearTimeout(timer);
  return [...text.matchAll(/^id: ?(\d+)$/gm)].map(([, id]) => Number(id));
}
