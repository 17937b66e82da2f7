import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "../core/mod.ts";
import { ProtectiveSlot, splitTargets } from "./protection.ts";

/** A slot with an order of 5 steps at tick 90 resting as "a". */
function resting(): ProtectiveSlot {
  const slot = ProtectiveSlot.create();
  ProtectiveSlot.sent(slot, "a", 5, 90);
  ProtectiveSlot.accepted(slot);
  return slot;
}

Deno.test("ProtectiveSlot.need() places what is missing and leaves what is right alone", () => {
  const empty = ProtectiveSlot.create();
  strictEqual(ProtectiveSlot.need(empty, 0, 0), "nothing");
  strictEqual(ProtectiveSlot.need(empty, 5, 90), "place");
  strictEqual(ProtectiveSlot.isClear(empty), true);
  strictEqual(ProtectiveSlot.need(resting(), 5, 90), "nothing");
  strictEqual(ProtectiveSlot.need(resting(), 4, 90), "place");
  strictEqual(ProtectiveSlot.need(resting(), 5, 91), "place");
  strictEqual(ProtectiveSlot.need(resting(), 0, 90), "cancel");
  strictEqual(ProtectiveSlot.isClear(resting()), false);
});

Deno.test("ProtectiveSlot replaces an order by a new one first, and says then which to cancel", () => {
  const slot = resting();
  ProtectiveSlot.sent(slot, "b", 5, 95);
  strictEqual(slot.workingId, "a", "the old one still rests");
  strictEqual(ProtectiveSlot.need(slot, 3, 99), "nothing", "one at a time");
  strictEqual(ProtectiveSlot.need(slot, 0, 0), "nothing", "nor a cancel while one is unanswered");
  strictEqual(ProtectiveSlot.accepted(slot), "a");
  deepStrictEqual([slot.workingId, slot.workingSteps, slot.workingTicks, slot.pendingId], ["b", 5, 95, ""]);
  ProtectiveSlot.ended(slot, "a");
  strictEqual(slot.workingId, "b", "the end of the replaced one changes nothing");
  strictEqual(slot.attempts, 2);
});

Deno.test("ProtectiveSlot keeps the old order when the new one is refused", () => {
  const slot = resting();
  ProtectiveSlot.sent(slot, "b", 5, 95);
  ProtectiveSlot.ended(slot, "b");
  deepStrictEqual([slot.workingId, slot.workingSteps, slot.workingTicks], ["a", 5, 90]);
  strictEqual(ProtectiveSlot.need(slot, 5, 95), "place");
});

Deno.test("ProtectiveSlot whose order is being cancelled places a new one when steps are wanted again", () => {
  const slot = resting();
  slot.cancelling = true;
  strictEqual(ProtectiveSlot.need(slot, 0, 90), "nothing", "one cancel is enough");
  strictEqual(ProtectiveSlot.need(slot, 5, 90), "place");
  ProtectiveSlot.sent(slot, "b", 5, 90);
  strictEqual(ProtectiveSlot.accepted(slot), "", "the old one's cancel is out already");
  strictEqual(slot.cancelling, false);
  ProtectiveSlot.ended(slot, "a");
  strictEqual(slot.workingId, "b");
});

Deno.test("ProtectiveSlot counts fills of all its orders, those that overtake the venue's answer too", () => {
  const slot = resting();
  ProtectiveSlot.filled(slot, "a", 2);
  deepStrictEqual([slot.workingSteps, slot.filledSteps], [3, 2]);
  ProtectiveSlot.sent(slot, "b", 4, 95);
  ProtectiveSlot.filled(slot, "b", 1);
  ProtectiveSlot.accepted(slot);
  deepStrictEqual([slot.workingId, slot.workingSteps, slot.filledSteps], ["b", 3, 3]);
  ProtectiveSlot.filled(slot, "a", 1);
  deepStrictEqual([slot.workingSteps, slot.filledSteps], [3, 4], "a late fill of the replaced order");
  ProtectiveSlot.filled(slot, "b", 3);
  ProtectiveSlot.ended(slot, "b");
  strictEqual(ProtectiveSlot.isClear(slot), true);
  strictEqual(slot.filledSteps, 7);
});

Deno.test("ProtectiveSlot whose order was cancelled is as new, but for what it counts", () => {
  const slot = resting();
  slot.cancelling = true;
  ProtectiveSlot.ended(slot, "a");
  const { workingId, workingSteps, cancelling, attempts } = slot;
  deepStrictEqual({ workingId, workingSteps, cancelling, attempts }, {
    workingId: "",
    workingSteps: 0,
    cancelling: false,
    attempts: 1,
  });
  strictEqual(ProtectiveSlot.need(slot, 5, 90), "place");
});

/** An order as the venue of the model sees it. */
interface Sent {
  readonly id: string;
  left: number;
  readonly ticks: number;
  state: "sent" | "resting" | "over";
  cancelSent: boolean;
}

/** Slot, caller and venue together; every act is followed by what the caller does about it. */
class Model {
  slot = ProtectiveSlot.create();
  readonly orders: Sent[] = [];
  want = { steps: 0, ticks: 1 };
  filled = 0;

  act(kind: string, n: number): void {
    const { slot, orders } = this;
    const sent = orders.find((o) => o.state === "sent");
    const live = orders.filter((o) => o.state === "resting");
    const one = live[n % Math.max(1, live.length)];
    const dying = live.find((o) => o.cancelSent);
    if (kind === "want") this.want = { steps: n % 9, ticks: 1 + (n % 3) };
    if (kind === "snapshot") this.slot = decodeState(encodeState(slot)) as ProtectiveSlot;
    if (kind === "accept" && sent) {
      sent.state = "resting";
      this.cancel(ProtectiveSlot.accepted(slot));
    }
    if (kind === "reject" && sent) this.end(sent);
    if (kind === "fill" && one) this.fill(one, 1 + (n % one.left));
    if (kind === "fill early" && sent) this.fill(sent, 1 + (n % sent.left));
    if (kind === "cancelled" && dying) this.end(dying);
    if (kind === "expire" && one) this.end(one);
    this.settle();
    this.check();
  }

  private settle(): void {
    const { slot, want } = this;
    const need = ProtectiveSlot.need(slot, want.steps, want.ticks);
    if (need === "cancel") {
      slot.cancelling = true;
      this.cancel(slot.workingId);
    } else if (need === "place") {
      strictEqual(
        this.orders.some((o) => o.state === "sent"),
        false,
        "a second order while one is unanswered",
      );
      const id = `o${this.orders.length}`;
      this.orders.push({ id, left: want.steps, ticks: want.ticks, state: "sent", cancelSent: false });
      ProtectiveSlot.sent(slot, id, want.steps, want.ticks);
    }
    strictEqual(ProtectiveSlot.need(slot, want.steps, want.ticks), "nothing", "asks for the same again");
  }

  private cancel(id: string): void {
    if (id === "") return;
    const order = this.orders.find((o) => o.id === id)!;
    strictEqual(order.cancelSent, false, `${id} is cancelled twice`);
    const covered = this.orders.some((o) => o !== order && o.state === "resting" && !o.cancelSent);
    strictEqual(this.want.steps === 0 || covered, true, `cancel of ${id} leaves the position naked`);
    order.cancelSent = true;
  }

  private fill(order: Sent, steps: number): void {
    order.left -= steps;
    this.filled += steps;
    this.want = { ...this.want, steps: Math.max(0, this.want.steps - steps) };
    ProtectiveSlot.filled(this.slot, order.id, steps);
    if (order.left === 0) this.end(order);
  }

  private end(order: Sent): void {
    order.state = "over";
    ProtectiveSlot.ended(this.slot, order.id);
  }

  private check(): void {
    const { slot, orders, want } = this;
    const open = orders.filter((o) => o.state === "resting" && !o.cancelSent);
    const working = orders.find((o) => o.id === slot.workingId);
    strictEqual(slot.pendingId, orders.find((o) => o.state === "sent")?.id ?? "");
    strictEqual(open.length <= 1, true, "two orders rest for one leg");
    if (open.length === 1) strictEqual(slot.workingId, open[0].id);
    if (working !== undefined) deepStrictEqual([working.state, working.left], ["resting", slot.workingSteps]);
    if (want.steps > 0) {
      strictEqual(open.length === 1 || slot.pendingId !== "", true, "wanted and not cared for");
    }
    deepStrictEqual([slot.filledSteps, slot.attempts], [this.filled, orders.length]);
  }

  /** Lets the venue answer everything, then compares what rests with what is wanted. */
  drain(): void {
    for (let i = 0; i < 8; i++) {
      this.act("accept", 0);
      this.act("cancelled", 0);
    }
    const rests = this.orders.filter((o) => o.state !== "over").map((o) => [o.left, o.ticks]);
    deepStrictEqual(rests, this.want.steps === 0 ? [] : [[this.want.steps, this.want.ticks]]);
    strictEqual(ProtectiveSlot.isClear(this.slot), this.want.steps === 0);
  }
}

Deno.test("ProtectiveSlot is never naked by its own doing, never doubled, and ends as wanted", () => {
  const kinds = [
    "want",
    "want",
    "accept",
    "accept",
    "reject",
    "fill",
    "fill early",
    "cancelled",
    "expire",
    "snapshot",
  ];
  let acts = 0, orders = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(100)), { minLength: 20, maxLength: 60 }),
      (script) => {
        const model = new Model();
        for (const [kind, n] of script) model.act(kind, n);
        model.drain();
        acts += script.length;
        orders += model.orders.length;
      },
    ),
    { seed: 5, numRuns: 2_000 },
  );
  strictEqual(acts > 60_000 && orders > 10_000, true, `${acts} acts and ${orders} orders prove little`);
});

Deno.test("splitTargets() gives shares rounded down, the rest to the last, and no part too small", () => {
  const table: readonly [number, number[], number, number[]][] = [
    [100, [50, 50], 1, [50, 50]],
    [101, [50, 50], 1, [50, 51]],
    [3, [50, 50], 1, [1, 2]],
    [10, [30, 70], 1, [3, 7]],
    [100, [100], 1, [100]],
    [10, [30, 70], 4, [0, 10]], // 3 are too few for an order
    [10, [70, 30], 4, [0, 10]], // 3 would be left
    [8, [50, 50], 4, [4, 4]],
    [7, [50, 50], 4, [0, 7]],
    [1, [50, 50], 1, [0, 1]],
    [0, [50, 50], 1, [0, 0]],
    [2, [50, 50], 5, [0, 2]], // too few altogether: still what was entered
    [100, [], 1, []],
  ];
  for (const [entered, shares, minSteps, want] of table) {
    deepStrictEqual(
      splitTargets(entered, shares, minSteps),
      want,
      JSON.stringify([entered, shares, minSteps]),
    );
  }
});

Deno.test("splitTargets() sums to what was entered in parts that are orders or nothing", () => {
  const shares = fc.oneof(
    fc.constant([100]),
    fc.integer({ min: 1, max: 99 }).map((share) => [share, 100 - share]),
    fc.tuple(fc.integer({ min: 1, max: 49 }), fc.integer({ min: 1, max: 49 })).map((
      [a, b],
    ) => [a, b, 100 - a - b]),
  );
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      shares,
      fc.integer({ min: 1, max: 1_000 }),
      (entered, sharePcts, minSteps) => {
        const parts = splitTargets(entered, sharePcts, minSteps);
        strictEqual(parts.length, sharePcts.length);
        strictEqual(parts.reduce((sum, part) => sum + part, 0), entered);
        if (entered < minSteps) return;
        for (const [i, part] of parts.entries()) {
          strictEqual(part === 0 || part >= minSteps, true, `part ${i} of ${parts} is too small`);
          if (i < parts.length - 1) strictEqual(part <= (entered * sharePcts[i]) / 100, true);
        }
      },
    ),
    { seed: 6, numRuns: 5_000 },
  );
});
