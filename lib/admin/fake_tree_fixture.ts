import { FAKE_SYMBOLS } from "./fake_market_fixture.ts";
import type { ActorView, CellView, RestartView, TreeView, WorkerView } from "./views.ts";

const CELLS: readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[] = [
  ["keel", [
    ["risk", ["risk"]],
    ["execution", ["execution/paper"]],
    ["reconciliation", ["reconciliation/paper"]],
    ["guardian", ["guardian/paper"]],
  ]],
  ["harbour", [["venue", ["venue/paper", "clock/paper"]]]],
  ["deck-1", [
    ["feed", ["feed/paper"]],
    ["symbols-1", FAKE_SYMBOLS.slice(0, 4).map(({ symbol }) => `symbol/paper/${symbol}`)],
    ["symbols-2", FAKE_SYMBOLS.slice(4).map(({ symbol }) => `symbol/paper/${symbol}`)],
  ]],
  ["bridge", [["admin", ["admin"]], ["tellers", ["reporter", "notifier", "port/console"]]]],
];

/** Restarts and errors of the workers that had some. */
const TROUBLES: Readonly<Record<string, readonly [number, string]>> = {
  "symbols-2": [2, "RangeError: Cannot read candle 1204: the frame holds 1200"],
  venue: [1, "worker ended with exit code 137"],
};

/** What changes about the tree: restarts by worker, who is down, and messages handled. */
export interface FakeTree {
  readonly restarts: Record<string, number>;
  /** Newest first. */
  readonly lately: RestartView[];
  readonly down: Set<string>;
  handled: number;
}

export function createTree(): FakeTree {
  const restarts = Object.fromEntries(Object.entries(TROUBLES).map(([id, [count]]) => [id, count]));
  return { restarts, lately: [], down: new Set(), handled: 48_211 };
}

export function actorAddresses(): string[] {
  return CELLS.flatMap(([, workers]) => workers.flatMap(([, actors]) => actors));
}

export function workerOf(address: string): string | undefined {
  return CELLS.flatMap(([, workers]) => workers).find(([, actors]) => actors.includes(address))?.[0];
}

export function treeView(tree: FakeTree, at: string): TreeView {
  const cells = CELLS.map(([cell, workers], k): CellView => ({
    id: cell,
    pid: 20_140 + 11 * k,
    restarts: cell === "deck-1" ? 1 : 0,
    workers: workers.map(([id, actors]) => workerView(tree, cell, id, actors)),
  }));
  return {
    ...{ at, ageMs: 240, cells, deadLetters: { "symbol/paper/HOTEL/USDT:USDT": 1 }, staleWrites: 0 },
    lately: [...tree.lately],
  };
}

function workerView(tree: FakeTree, cell: string, id: string, actors: readonly string[]): WorkerView {
  const restarts = tree.restarts[id] ?? 0;
  const lastError = restarts > 0 ? TROUBLES[id]?.[1] ?? "restarted by an operator" : "";
  return {
    id,
    cell,
    isUp: !tree.down.has(id),
    incarnation: restarts + 1,
    restarts,
    lastError,
    actors: actors.map((address, i) => actorView(tree, cell, id, address, i, lastError)),
  };
}

function actorView(
  tree: FakeTree,
  cell: string,
  worker: string,
  address: string,
  i: number,
  lastError: string,
): ActorView {
  const share = address.startsWith("symbol/") ? 11 : address === "risk" ? 3 : 5;
  const depth = (tree.handled * (i + 3)) % (address === "risk" ? 9 : 4);
  return {
    address,
    worker,
    cell,
    isHalted: false,
    depth,
    oldestMs: depth === 0 ? 0 : depth * 3,
    processed: Math.floor(tree.handled / share) + i * 7,
    failed: lastError === "" || i > 0 ? 0 : 1,
    duplicates: address === "execution/paper" ? 2 : 0,
    restarts: tree.restarts[worker] ?? 0,
    lastError: i === 0 ? lastError : "",
    handlingUs: [0, 0, 0, 2, 14, 90, 420, 800, 310, 60, 12, 3, 1],
  };
}
