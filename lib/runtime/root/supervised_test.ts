import assert from "node:assert/strict";
import type { ChildSpec } from "../supervision/child_spec.ts";
import { DEFAULT_FLAGS, type SupervisorFlags } from "../supervision/supervisor_flags.ts";
import { reasonText, supervise, type SupervisorOrder } from "./supervised.ts";

const CRASH = { kind: "crash", detail: "test" } as const;
const QUICK: SupervisorFlags = {
  ...DEFAULT_FLAGS,
  backoff: { firstMs: 1, factor: 1, maxMs: 1, jitterPct: 0 },
  killMs: 100,
};

function child(id: string, more: Partial<ChildSpec> = {}): ChildSpec {
  return { id, restart: "permanent", shutdownMs: 1_000, readyMs: 1_000, ...more };
}

/** A supervisor of "a" and "b" whose orders are kept; `until` waits for the next of a kind. */
function supervised(
  children = [child("a"), child("b")],
  carryOut: (order: SupervisorOrder) => void = () => {},
) {
  const orders: string[] = [];
  let wake = () => {};
  const supervisor = supervise({ flags: QUICK, children, seed: "test" }, (order) => {
    orders.push("id" in order ? `${order.kind} ${order.id}` : order.kind);
    carryOut(order);
    wake();
  });
  async function until(text: string): Promise<void> {
    while (!orders.includes(text)) await new Promise<void>((resolve) => wake = resolve);
  }
  return { supervisor, orders, until };
}

/** This thread does nothing for so long, ms, as if its process had been stopped. */
async function standStill(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (const endMs = performance.now() + ms; performance.now() < endMs;);
}

Deno.test("supervise() hands orders over one by one, and takes facts that are told meanwhile in their turn", () => {
  const { supervisor, orders } = supervised(undefined, (order) => {
    if (order.kind !== "Start") return;
    supervisor.tell({ kind: "ChildReady", id: order.id, incarnation: order.incarnation });
    orders.push(`told ${order.id}`);
  });
  supervisor.tell({ kind: "StartRequested" });
  assert.deepEqual(orders, ["Start a", "told a", "Start b", "told b", "AllReady"]);
  supervisor.abandon();
});

Deno.test("supervise() keeps the timers: a backoff ends by itself", async () => {
  const { supervisor, orders, until } = supervised([child("a")]);
  supervisor.tell({ kind: "StartRequested" });
  supervisor.tell({ kind: "ChildReady", id: "a", incarnation: 1 });
  orders.length = 0;
  supervisor.tell({ kind: "ChildGone", id: "a", incarnation: 1, reason: CRASH });
  assert.deepEqual(orders, ["Restarting a"]);
  await until("Start a");
  supervisor.abandon();
});

Deno.test("supervise() clears timers that mean nothing any more", () => {
  const { supervisor, orders } = supervised([child("a", { readyMs: 60_000, shutdownMs: 60_000 })]);
  supervisor.tell({ kind: "StartRequested" });
  supervisor.tell({ kind: "ChildReady", id: "a", incarnation: 1 });
  supervisor.tell({ kind: "StopRequested" });
  supervisor.tell({ kind: "ChildGone", id: "a", incarnation: 1, reason: CRASH });
  assert.deepEqual(
    orders,
    ["Start a", "AllReady", "Stop a", "Stopped"],
    "and no timer leaks out of this test",
  );
});

Deno.test("supervise() does nothing more once it is abandoned, also not what it was about to", () => {
  const { supervisor, orders } = supervised(undefined, (order) => {
    if (order.kind !== "Start") return;
    supervisor.tell({ kind: "ChildReady", id: order.id, incarnation: order.incarnation });
    supervisor.abandon();
  });
  supervisor.tell({ kind: "StartRequested" });
  supervisor.tell({ kind: "StopRequested" });
  assert.deepEqual(orders, ["Start a"]);
});

Deno.test("supervise() hears what came in while its process stood still before it judges who was late", async () => {
  const { supervisor, orders, until } = supervised([child("a")], (order) => {
    if (order.kind !== "Kill") return;
    new Deno.Command("sleep", { args: ["0.02"] }).spawn().status.then(() => {
      supervisor.tell({ kind: "ChildGone", id: "a", incarnation: 1, reason: CRASH });
    });
  });
  supervisor.tell({ kind: "StartRequested" });
  supervisor.tell({ kind: "ChildReady", id: "a", incarnation: 1 });
  supervisor.tell({ kind: "ChildFailed", id: "a", incarnation: 1, reason: CRASH });
  await standStill(300);
  await until("Restarting a");
  assert.deepEqual(orders, ["Start a", "AllReady", "Kill a", "Restarting a"]);
  supervisor.abandon();
});

Deno.test("supervise() judges who is late all the same once it goes on", async () => {
  const { supervisor, orders, until } = supervised([child("a", { readyMs: 30 })]);
  supervisor.tell({ kind: "StartRequested" });
  await standStill(300);
  await until("Kill a");
  assert.deepEqual(orders, ["Start a", "Kill a"]);
  supervisor.abandon();
});

Deno.test("reasonText() names the kind, and the detail if there is one", () => {
  assert.equal(reasonText({ kind: "crash", detail: "it broke" }), "crash: it broke");
  assert.equal(reasonText({ kind: "shutdown", detail: "" }), "shutdown");
});
