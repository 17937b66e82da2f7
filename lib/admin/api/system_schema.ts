import { z } from "zod";
import type * as views from "../views.ts";
import { latch, performance, state } from "./book_schema.ts";
import { anyJson, isoTime, view } from "./view_schema.ts";

const number = z.number();
const text = z.string();
const count = z.int();
const grade = z.enum(["ok", "warn", "fail"]);

const actor = view<views.ActorView>(
  "Actor",
  z.object({
    address: text,
    worker: text,
    cell: text,
    isHalted: z.boolean(),
    depth: count.describe("Messages that wait"),
    oldestMs: number,
    processed: count,
    failed: count,
    duplicates: count,
    restarts: count,
    lastError: text,
    handlingUs: z.array(count).describe("Handling times, us: bucket i counts those under 2^i"),
  }),
);

const worker = view<views.WorkerView>(
  "Worker",
  z.object({
    id: text,
    cell: text,
    isUp: z.boolean(),
    incarnation: count,
    restarts: count,
    lastError: text,
    actors: z.array(actor),
  }),
);

const cell = view<views.CellView>(
  "Cell",
  z.object({ id: text, pid: count.nullable(), restarts: count, workers: z.array(worker) }),
);

const restart = view<views.RestartView>("Restart", z.object({ part: text, at: isoTime, why: text }));

export const tree = view<views.TreeView>(
  "Tree",
  z.object({
    at: isoTime,
    ageMs: number,
    cells: z.array(cell),
    deadLetters: z.record(text, count),
    staleWrites: count,
    lately: z.array(restart).describe("The latest restarts since this server began, newest first"),
  }),
);

const gauge = view<views.GaugeView>(
  "Gauge",
  z.object({ name: text, label: text, value: number, limit: number, unit: z.enum(["%", "R", "count", "x"]) }),
);

export const risk = view<views.RiskView>(
  "Risk",
  z.object({ state, latches: z.array(latch), gauges: z.array(gauge) }),
);

const traded = z.object({ symbol: text, isPaused: z.boolean(), regime: text });

export const system = view<views.SystemView>(
  "System",
  z.object({
    id: text,
    name: text,
    isPaused: z.boolean(),
    symbols: z.array(traded),
    openPositions: count,
    performance,
  }),
);

const knob = view<views.KnobView>(
  "Knob",
  z.object({ path: text, label: text, value: number, min: number, max: number, unit: text }),
);

const version = view<views.ConfigVersionView>(
  "ConfigVersion",
  z.object({
    version: text,
    status: z.enum(["staged", "applied", "failed", "rolled_back"]),
    by: text,
    at: isoTime,
    patch: z.record(text, number),
    confirmedBy: z.array(text),
    awaited: z.array(text),
    why: text,
  }),
);

export const config = view<views.ConfigView>(
  "Config",
  z.object({
    version: text,
    knobs: z.array(knob),
    versions: z.array(version),
    effective: z.array(z.tuple([text, anyJson, text])).describe("[dotted path, value, origin]"),
  }),
);

const healthCheck = z.object({ name: text, status: grade, text });

export const health = view<views.HealthView>(
  "Health",
  z.object({
    status: grade,
    isLive: z.boolean(),
    isReady: z.boolean(),
    checks: z.array(healthCheck),
    version: text,
    uptimeSeconds: number,
  }),
);

/** What anyone may know. */
export const probe = view("Probe", z.object({ status: z.enum(["ok", "fail"]) }));
