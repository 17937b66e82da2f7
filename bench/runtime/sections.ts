import { type Amounts, MANY } from "./amounts.ts";
import type { Quantiles, RoundTrips } from "./figures.ts";
import { type Memory, memoryPerPart } from "./memory.ts";
import type { Workspace } from "./play_tree.ts";
import type { StoreKind } from "./rally_tree.ts";
import type { RawFloor } from "./raw_floor.ts";
import { type Distance, DISTANCES, inlineRoundTrips, type Leg, treeRoundTrips } from "./round_trips.ts";
import { bankRounds, ringRounds, type RoundFigures } from "./rounds.ts";
import { startTimes } from "./starts.ts";
import type { Figure, Row, Section } from "./table.ts";

/** With what a section's runs are measured. */
export interface Bench {
  readonly workspace: Workspace;
  readonly amounts: Amounts;
  readonly floor: RawFloor;
}

const TIMES = ["p50", "p99"] as const;
const STORES: readonly StoreKind[] = ["forgetful", "sqlite"];

/** The raw floor itself. */
export function floorSection(
  { port, ipc, threadStart, processStart, commit, thread, process }: RawFloor,
): Section {
  return {
    title: "raw floor",
    columns: [...TIMES, "messages"],
    rows: [
      tripRow("port: two threads, 1 under way", port.alone),
      tripRow(`port: two threads, ${MANY} under way`, port.batched),
      tripRow("ipc: two processes, 1 under way", ipc.alone),
      tripRow(`ipc: two processes, ${MANY} under way`, ipc.batched),
      { name: "sqlite: commit of one message", figures: times(commit, "us") },
      { name: "start of a thread", figures: times(threadStart, "ms") },
      { name: "start of a process", figures: times(processStart, "ms") },
      { name: "memory of a thread (own, PSS)", figures: memories(thread) },
      { name: "memory of a process (own, PSS)", figures: memories(process) },
    ],
  };
}

/** Of the inline host, to port. */
export function inlineSection({ workspace, amounts, floor }: Bench): Section {
  const rows = STORES.flatMap((store) => {
    const { alone, batched } = amounts.inline[store];
    return [{ inFlight: 1, roundTrips: alone }, { inFlight: MANY, roundTrips: batched }].map((leg) => {
      const trips = inlineRoundTrips(store, leg, workspace.next());
      return tripRow(`${store}, ${leg.inFlight} under way`, trips, baseOf(floor, "port", leg.inFlight));
    });
  });
  return { title: "inline host (x port)", columns: [...TIMES, "messages"], rows };
}

const WIRES: Readonly<Record<Distance, "port" | "ipc">> = {
  "same worker": "port",
  "same cell": "port",
  "across cells": "ipc",
};

/** Of the tree in free delivery: within a cell to port, across cells to ipc. */
export async function treeSection(store: StoreKind, { workspace, amounts, floor }: Bench): Promise<Section> {
  const { alone, batched } = amounts.tree[store];
  const legs: Leg[] = DISTANCES.flatMap((distance) => [
    { distance, inFlight: 1, roundTrips: alone },
    { distance, inFlight: MANY, roundTrips: batched },
  ]);
  const trips = await treeRoundTrips(store, legs, workspace.next());
  const rows = legs.map(({ distance, inFlight }, i) => {
    const wire = WIRES[distance];
    return tripRow(`${distance}, ${inFlight} under way (x ${wire})`, trips[i], baseOf(floor, wire, inFlight));
  });
  return { title: `free delivery, ${store} store`, columns: [...TIMES, "messages"], rows };
}

/** Of the conductor over two cells and eight workers, to ipc. */
export async function roundSection({ workspace, amounts, floor }: Bench): Promise<Section> {
  const rows: Row[] = [];
  for (const store of STORES) {
    const figures = await ringRounds(workspace, store, amounts.ringHops);
    rows.push(...roundRows(`ring, 1 message a round, ${store}`, figures, floor));
  }
  for (const bank of amounts.banks) {
    const figures = await bankRounds(workspace, bank);
    rows.push(...roundRows(`bank, ${bank.chains} messages a round, sqlite`, figures, floor));
  }
  return { title: "stepped delivery, 2 cells, 8 workers (x ipc)", columns: [...TIMES, "rounds"], rows };
}

function roundRows(name: string, figures: RoundFigures, { ipc }: RawFloor): Row[] {
  const { round, handling, commit, root, roundsPerSecond } = figures;
  const part = (of: string, quantiles: Quantiles): Row => ({
    name: `  ${of}`,
    figures: times(quantiles, "us"),
  });
  const base = ipc.alone.time;
  return [
    { name, figures: [...times(round, "us", base), { value: roundsPerSecond, unit: "/s" }] },
    part("handling: Deliver to last answer", handling),
    part("commit", commit),
    part("root itself", root),
  ];
}

/** To starts of bare threads and processes. */
export async function startSection({ workspace, amounts, floor }: Bench): Promise<Section> {
  const { worker, cell, tree } = await startTimes(workspace, amounts.starts);
  const { threadStart, processStart } = floor;
  const rows: Row[] = [
    { name: "worker, order to Ready (x thread)", figures: times(worker, "ms", threadStart) },
    { name: "cell, spawn to CellReady (x process)", figures: times(cell, "ms", processStart) },
    { name: "2 cells, 8 workers, journal (x process)", figures: times(tree, "ms", processStart) },
  ];
  return { title: `start times, ${amounts.starts} trees`, columns: TIMES, rows };
}

/** To memory of bare threads and processes. */
export async function memorySection({ workspace, amounts, floor }: Bench): Promise<Section> {
  const { worker, cell } = await memoryPerPart(workspace, amounts.memory);
  const rows = [
    { name: "per added worker (x thread)", figures: memories(worker, floor.thread) },
    { name: "per added cell with a worker (x process)", figures: memories(cell, floor.process) },
  ];
  return { title: "memory at rest", columns: ["own", "PSS"], rows };
}

function tripRow(name: string, { time, messagesPerSecond }: RoundTrips, floor?: RoundTrips): Row {
  const rate = figure(messagesPerSecond, "/s", floor?.messagesPerSecond);
  return { name, figures: [...times(time, "us", floor?.time), rate] };
}

function baseOf(floor: RawFloor, wire: "port" | "ipc", inFlight: number): RoundTrips {
  return floor[wire][inFlight === 1 ? "alone" : "batched"];
}

function times({ p50, p99 }: Quantiles, unit: "us" | "ms", floor?: Quantiles): Figure[] {
  return [figure(p50, unit, floor?.p50), figure(p99, unit, floor?.p99)];
}

function memories({ ownMib, pssMib }: Memory, floor?: Memory): Figure[] {
  return [figure(ownMib, "MiB", floor?.ownMib), figure(pssMib, "MiB", floor?.pssMib)];
}

function figure(value: number, unit: Figure["unit"], floor?: number): Figure {
  return floor === undefined ? { value, unit } : { value, unit, floor };
}
