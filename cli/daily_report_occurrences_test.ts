import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { FACTS } from "../lib/notify/facts_fixture.ts";
import type { Message } from "../lib/runtime/mod.ts";
import type { Incident, StoredEvent } from "../lib/store/mod.ts";
import type { ReportDay } from "./daily_report_day.ts";
import { LatchBook } from "./daily_report_latches.ts";
import { livesOf } from "./daily_report_lives.ts";
import { occurrencesAt, REPORTED_KINDS, timed, toldOf } from "./daily_report_occurrences.ts";

const FROM = Date.UTC(2024, 0, 10), HOUR_MS = 3_600_000, TO = FROM + 24 * HOUR_MS;
/** Wall time of the same day played in another year. */
const WALL = Date.UTC(2026, 5, 1);
const UNITS = { currency: "USDT", instruments: [] };

type Said = { readonly kind: string };

const stored = (said: Said, id = 1, wallMs = WALL): StoredEvent => ({
  ...{ id, actor: "a", kind: said.kind, atMs: wallMs, wallMs, body: said as Message },
});
const beat = (hour: number) => ({ ...FACTS.Heartbeat, atMs: FROM + hour * HOUR_MS });
const listed = (place: "findings" | "incidents" | "changes", ...bodies: Said[]) =>
  occurrencesAt(place, timed(bodies.map((body) => stored(body)), FROM, TO), UNITS);

Deno.test("timed() tells the market's time of what knows the machine's alone", () => {
  const lost = { ...FACTS.ProtectionLost, atMs: WALL };
  const fill = {
    ...FACTS.FillBooked,
    fill: { ...FACTS.FillBooked.fill, atMs: FROM + 5.5 * HOUR_MS },
  };
  const loss = { ...FACTS.LossStopChanged, atMs: FROM + 3 * HOUR_MS };
  const hours = timed([lost, beat(4), lost, loss, fill, beat(5), lost].map((body) => stored(body)), FROM, TO)
    .map(({ marketMs }) => (marketMs - FROM) / HOUR_MS);
  deepStrictEqual(hours, [0, 4, 4, 3, 5.5, 5, 5.5]);
});

Deno.test("occurrencesAt() lists each kind once, at one place, and what deserves a look is marked", () => {
  const bodies = REPORTED_KINDS.flatMap((kind) =>
    Object.hasOwn(FACTS, kind) ? [FACTS[kind as "Finding"]] : []
  );
  const staged = {
    ...{ kind: "ConfigStaged", version: "v9", patch: { "risk.leverage": 2 }, by: "ann", atMs: 0 },
  };
  const refused = {
    kind: "CommandRefused",
    symbol: "A/B:B",
    command: "MoveStop",
    why: "no",
    atMs: 0,
  };
  const lost = {
    ...{ kind: "NotificationGivenUp", channel: "email", attempts: 3, why: "HTTP 503", isOwn: false },
    ...{ notification: { id: "n", level: "critical", key: "", variant: "", text: "look", atMs: 0 } },
  };
  const all = [...bodies, staged, refused, lost];
  const rows = (["findings", "incidents", "changes"] as const).map((place) => listed(place, ...all));
  for (const { text, scope, at } of rows.flat()) {
    ok(!text.startsWith(`${scope}: `) && at === new Date(FROM).toISOString(), text);
  }
  const names = rows.map((list) => list.map(({ what, isBad }) => `${isBad ? "! " : ""}${what}`).sort());
  deepStrictEqual(names[0], ["! " + FACTS.Finding.what]);
  for (
    const name of ["! MoveStop refused", "! notification lost", "! protection lost", "protection restored"]
  ) ok(names[1].includes(name), `${name} in ${names[1]}`);
  for (const name of ["staged", "applied", "rolled back", "! failed"]) {
    ok(names[2].includes(name), `${name} in ${names[2]}`);
  }
  // counted or measured by, and listed nowhere: heartbeat, day, fill, trip, cash flows
  strictEqual(rows.flat().length, all.length - 5 - (FACTS.OrderChanged.order.status === "rejected" ? 0 : 1));
});

Deno.test("occurrencesAt() tells commands by who gave them, and latches by whether they matter", () => {
  const at = new Date(FROM).toISOString();
  const command = (accepted: boolean, why: string) => {
    const said = { ...FACTS.OperatorCommandTaken, command: "Flatten", by: "ann", accepted, why, atMs: FROM };
    return listed("changes", said);
  };
  deepStrictEqual(command(true, ""), [
    { at, what: "Flatten", scope: "ann", text: "accepted", isBad: false },
  ]);
  deepStrictEqual(command(false, "busy"), [
    { at, what: "Flatten", scope: "ann", text: "refused: busy", isBad: true },
  ]);
  const bad = (latch: string, on: boolean) => {
    const said = { ...FACTS.LatchChanged, latch, on, atMs: FROM };
    return listed("incidents", said)[0].isBad;
  };
  deepStrictEqual([bad("kill", true), bad("kill", false), bad("starting", true)], [true, false, false]);
});

Deno.test("toldOf() counts what the events led to, without signs of life", () => {
  deepStrictEqual(toldOf([stored(beat(1)), stored(FACTS.CashFlowBooked)], UNITS), []);
  const [row] = toldOf([beat(1), FACTS.FillBooked, FACTS.ProtectionLost].map((body) => stored(body)), UNITS);
  deepStrictEqual([row.info, row.warning, row.critical, row.givenUp], [1, 0, 1, 0]);
});

const incident = (what: string, wallMs: number, cause = "", scope = "process"): Incident => ({
  ...{ what, wallMs, cause, scope, atMs: 0 },
});

Deno.test("livesOf() tells a planned restart from a lost process, and how long it was away", () => {
  const wall = { fromMs: WALL, toMs: WALL + 100_000 };
  const day: ReportDay = {
    ...{
      date: "2024-01-10",
      fromMs: FROM,
      toMs: TO,
      isOver: true,
      summary: null,
      events: [],
      wall,
      lastId: 9,
    },
  };
  const events = timed([stored(beat(2), 1, WALL + 20_000), stored(beat(7), 2, WALL + 60_000)], FROM, TO);
  const { restarts, uptime } = livesOf(day, events, [
    ...[incident("start", WALL - 5_000, "new"), incident("stop", WALL + 30_000, "signal")],
    ...[incident("start", WALL + 40_000, "resumed"), incident("start", WALL + 75_000, "resumed")],
    incident("start", WALL + 200_000, "resumed"),
  ]);
  deepStrictEqual(restarts.map(({ at, text, isBad }) => [at.slice(11, 16), text, isBad]), [
    ["02:00", "stopped (signal); away for 10.0 s", false],
    ["07:00", "ended without a stop; away for 15.0 s", true],
  ]);
  deepStrictEqual(uptime, { seconds: 75, ofSeconds: 100 });
  deepStrictEqual(livesOf({ ...day, wall: null }, [], []), { restarts: [], uptime: null });
});

Deno.test("LatchBook holds what is set and not taken back, whatever the store calls it", () => {
  const book = LatchBook.read([
    incident("latch_set", 1, "stale: no bar", "A/B:B"),
    incident("kill_switch", 2, "kill: ann: enough", "portfolio"),
    incident("pause", 3, "operator: bob", "portfolio"),
    incident("protection_lost", 4, "stop: none", "A/B:B"),
    incident("resume", 5, "operator: bob", "portfolio"),
  ]);
  deepStrictEqual(LatchBook.list(book), [
    { scope: "A/B:B", name: "stale", cause: "no bar" },
    { scope: "portfolio", name: "kill", cause: "ann: enough" },
  ]);
  const said = { ...FACTS.LatchChanged, scope: "portfolio", latch: "kill", on: false, cause: "ann" };
  const rearmed = LatchBook.read([
    incident("kill_switch", 2, "kill: ann: enough", "portfolio"),
    LatchBook.incidentOf(stored(said)),
  ]);
  deepStrictEqual(LatchBook.list(rearmed), []);
  deepStrictEqual([LatchBook.state(book), LatchBook.state(LatchBook.read([]))], ["HALTED", "ON"]);
});
