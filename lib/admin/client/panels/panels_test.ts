import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { createFakePorts } from "../../fake_ports_fixture.ts";
import type { EventView, RestartView } from "../../views.ts";
import { h, type Part, textOf } from "../part.ts";
import { eventsPart, isShown } from "./events_panel.ts";
import { performanceNote, performancePart } from "./performance_panel.ts";
import { positionsPart } from "./positions_panel.ts";
import { riskPart } from "./risk_panel.ts";
import { controlsPart, statePart } from "./summary_panel.ts";
import { treePart } from "./tree_panel.ts";
import { whyPart } from "./why_panel.ts";

const ports = createFakePorts();
const text = (parts: readonly Part[]) => parts.map(textOf).join(" ");

Deno.test("h() leaves out what is nothing and lays lists flat", () => {
  const part = h("p", { key: 7, class: null }, "a", null, false, ["b", [h("i")]], "", 3);
  strictEqual(part.key, "7");
  deepStrictEqual(part.children.map(textOf), ["a", "b", "", "3"]);
});

Deno.test("positionsPart() shows ROI on margin and price move apart, each with its sign", () => {
  const [position] = ports.positions();
  const shown = textOf(
    positionsPart([{ ...position, side: "short", roiOnMarginPct: 3.5, priceMovePct: -1.75 }], "USDT"),
  );
  match(shown, /ROI on margin.*Price move/);
  match(shown, /\+3\.50 %−1\.75 %/);
});

Deno.test("positionsPart() says in words that a position is not protected", () => {
  const [position] = ports.positions();
  match(textOf(positionsPart([{ ...position, protection: "none" }], "USDT")), /none/);
  match(textOf(positionsPart([], "USDT")), /Flat\./);
});

Deno.test("statePart() names the latch and its cause, controlsPart() what can be done about it", () => {
  const latch = { scope: "portfolio", name: "kill", cause: "a test", since: null };
  const halted = { ...ports.summary(), state: "HALTED" as const, latches: [latch] };
  match(text(statePart(halted)), /HALTED Entries are off: kill, a test/);
  match(text(controlsPart(halted)), /Re-arm/);
  ok(!/Re-arm/.test(text(controlsPart(ports.summary()))));
  const paused = { ...ports.summary(), latches: [{ ...latch, scope: "ALFA/USDT:USDT", name: "operator" }] };
  match(text(statePart(paused)), /ON On, but not everywhere: operator for ALFA/);
  match(text(controlsPart(paused)), /Pause entries/, "that of a symbol is lifted elsewhere");
});

Deno.test("performancePart() says which way slippage went, and what each figure means", () => {
  const performance = ports.performance();
  const shown = (slippageBps: number | null) =>
    textOf(performancePart({ ...performance, slippageBps }, "USDT"));
  const ends = [1.84, -44.66, 0.04, null].map((bps) => /Slippage(.*)$/.exec(shown(bps))![1]);
  deepStrictEqual(ends, ["1.8 bps worse", "44.7 bps better", "0.0 bps", "–"]);
  for (const name of ["Trades", "Win rate", "Profit factor", "Expectancy", "Max drawdown", "Maker fills"]) {
    match(shown(0), new RegExp(name));
  }
  for (const child of performancePart(performance, "USDT").children) {
    ok(typeof child !== "string" && String(child.attributes.title).length > 10, textOf(child));
  }
  match(textOf(performanceNote(performance)), /^8 weeks to \d{4}-\d\d-\d\d, no targets$/);
});

Deno.test("riskPart() says in words which limit is near or used up", () => {
  const gauge = { name: "a", label: "Loss", limit: 2, unit: "%" as const };
  const shown = (value: number) =>
    text(riskPart({ state: "ON", latches: [], gauges: [{ ...gauge, value }] }));
  match(shown(1), /^Loss1\.00 of 2 %$/);
  match(shown(1.7), /^Lossnear/);
  match(shown(2), /^Lossat its limit/);
});

Deno.test("whyPart() puts the failed check with what was measured before all else", () => {
  const [line] = ports.decisions({ verdict: "denied", limit: 1 });
  const shown = text(whyPart(ports.decision(line.symbol, Date.parse(line.at))));
  match(shown, /Risk denied it because of correlation: 0\.87 against 0\.8\./);
  match(shown, /FAILcorrelation0\.87 against 0\.8/);
  match(shown, /Sizing.*stopDistance/s);
  const held = { ...ports.decision(line.symbol, Date.parse(line.at))!, causes: ["latch.operator: a look"] };
  match(text(whyPart(held)), /latch\.operator: a look/);
  match(text(whyPart(null)), /No decision of that bar is kept/);
});

Deno.test("whyPart() lists what tells the regimes apart by itself, and does not call it failed", () => {
  const [line] = ports.decisions({ verdict: "approved", limit: 1 });
  const decision = ports.decision(line.symbol, Date.parse(line.at))!;
  const checks = [
    { name: "regime.trend.adx", passed: false, text: "12 against 25" },
    { name: "regime.steady", passed: true, text: "0 against 0" },
  ];
  const shown = text(whyPart({ ...decision, checks, riskChecks: [] }));
  match(shown, /Rules 1 of 1 passed.*Regime .*notregime\.trend\.adx12 against 25/);
  ok(!/FAIL/.test(shown));
});

Deno.test("treePart() calls a cell that is back only when all its threads are", () => {
  const { cells: [cell], ...tree } = ports.tree();
  const shown = (pid: number | null, isUp: boolean) => {
    const workers = cell.workers.map((worker, i) => ({ ...worker, isUp: isUp || i > 0 }));
    return text(treePart({ ...tree, cells: [{ ...cell, pid, workers }] }));
  };
  match(shown(7, true), /process 7up/);
  match(shown(7, false), /process 7starting/);
  match(shown(null, false), /no processdown/);
});

Deno.test("treePart() tells of a restart long after it, and says once what ended a whole process", () => {
  const { cells: [cell], ...tree } = ports.tree();
  const workers = cell.workers.map((worker) => ({ ...worker, lastError: "killed: by hand" }));
  const at = new Date(Date.parse(tree.at) - 90_000).toISOString();
  const shown = (lately: RestartView[], restarts = 1) =>
    text(treePart({ ...tree, lately, cells: [{ ...cell, pid: 7, restarts, workers }] }));
  match(
    shown([{ part: cell.id, at, why: "killed: by hand" }]),
    /process 7restarted 1 min agoup1killed: by hand/,
  );
  strictEqual(shown([{ part: cell.id, at, why: "killed: by hand" }]).split("by hand").length, 2);
  match(shown([]), /up1killed: by hand/);
  strictEqual(shown([], 0).split("by hand").length, 1 + workers.length);
});

Deno.test("eventsPart() puts restarts where they belong among the events", () => {
  const [event] = ports.latestEvents({ limit: 1 });
  const events = [8, 4].map((second) => ({ ...event, seq: second, at: `2024-01-01T00:00:0${second}.000Z` }));
  const restart = { part: "deck-1", at: "2024-01-01T00:00:06.000Z", why: "killed" };
  const lines = eventsPart(events, [restart]).children.map(textOf);
  match(lines[1], /^00:00:06warningPartRestarteddeck-1 was started again: killed$/);
  strictEqual(lines.length, 3);
  match(textOf(eventsPart([], [])), /Nothing of this level/);
});

Deno.test("isShown() tells that a stop stands, and not how it came there", () => {
  const protection = (to: string): EventView => ({
    ...ports.latestEvents({ limit: 1 })[0],
    ...{ kind: "ProtectionChanged", level: "info", data: { to } },
  });
  deepStrictEqual(
    ["placing", "protected"].map((to) => isShown(protection(to), "info", false)),
    [false, true],
  );
});

Deno.test("isShown() keeps what goes on beneath out unless it is asked for", () => {
  const event: EventView = { ...ports.latestEvents({ limit: 1 })[0], kind: "DecisionMade", level: "info" };
  deepStrictEqual([isShown(event, "info", false), isShown(event, "info", true)], [false, true]);
  const warning: EventView = { ...event, kind: "Finding", level: "warning" };
  deepStrictEqual([isShown(warning, "warning", false), isShown(warning, "critical", true)], [true, false]);
});
