import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "../core/mod.ts";
import { ProtectiveSlot, slicesOf } from "./protection.ts";

/** A slot with an order of 5 steps at tick 90 resting as "a". */
function resting(): ProtectiveSlot {
  const slot = ProtectiveSlot.create();
  ProtectiveSlot.sent(slot, "a", 5, 90);
  ProtectiveSlot.accepted(slot, "a");
  return slot;
}

/** The same, with orders of so many steps at tick 90 that came to rest one after the other: "b", "c" and so on. */
function restingWith(...steps: number[]): ProtectiveSlot {
  const slot = resting();
  for (const [i, each] of steps.entries()) {
    const id = "bcdef"[i];
    ProtectiveSlot.sent(slot, id, each, 90);
    ProtectiveSlot.accepted(slot, id);
  }
  return slot;
}

const idsOf = ({ orders }: ProtectiveSlot) => orders.map(({ id }) => id).join("");

Deno.test("ProtectiveSlot.need() places what is missing and leaves what is right alone", () => {
  const empty = ProtectiveSlot.create();
  strictEqual(ProtectiveSlot.need(empty, 0, 0), "nothing");
  strictEqual(ProtectiveSlot.need(empty, 5, 90), "place");
  strictEqual(ProtectiveSlot.need(resting(), 5, 90), "nothing");
  strictEqual(ProtectiveSlot.need(resting(), 4, 90), "place");
  strictEqual(ProtectiveSlot.need(resting(), 6, 90), "place");
  strictEqual(ProtectiveSlot.need(resting(), 5, 91), "place");
  strictEqual(ProtectiveSlot.need(resting(), 0, 90), "cancel");
  strictEqual(ProtectiveSlot.need(restingWith(3), 8, 90), "nothing", "two orders are as good as one");
  strictEqual(ProtectiveSlot.need(restingWith(3), 7, 90), "place");
});

Deno.test("ProtectiveSlot replaces an order by a new one first, and says then which to cancel", () => {
  const slot = resting();
  ProtectiveSlot.sent(slot, "b", 5, 95);
  strictEqual(ProtectiveSlot.restingSteps(slot), 5, "the old one still rests");
  strictEqual(ProtectiveSlot.need(slot, 3, 99), "nothing", "one at a time");
  strictEqual(ProtectiveSlot.need(slot, 0, 0), "nothing", "nor a cancel while one is unanswered");
  deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, 5), [], "what is on its way covers nothing");
  strictEqual(ProtectiveSlot.accepted(slot, "b"), true);
  strictEqual(ProtectiveSlot.accepted(slot, "b"), false, "told twice");
  deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, 5), ["a"]);
  deepStrictEqual(slot.orders, [{ id: "b", steps: 5, ticks: 95, isPending: false }]);
  ProtectiveSlot.ended(slot, "a");
  strictEqual(idsOf(slot), "b", "the end of the replaced one changes nothing");
  strictEqual(ProtectiveSlot.accepted(slot, "a"), false, "nor a late word of it");
  strictEqual(slot.attempts, 2);
});

Deno.test("ProtectiveSlot keeps the old order when the new one is refused", () => {
  const slot = resting();
  ProtectiveSlot.sent(slot, "b", 5, 95);
  ProtectiveSlot.ended(slot, "b");
  deepStrictEqual(slot.orders, [{ id: "a", steps: 5, ticks: 90, isPending: false }]);
  strictEqual(ProtectiveSlot.need(slot, 5, 95), "place");
});

Deno.test("ProtectiveSlot gives up no order that the newer ones cannot do without", () => {
  const table: readonly [rest: ProtectiveSlot, steps: number, unneeded: string[], left: string][] = [
    [restingWith(3), 8, [], "ab"],
    [restingWith(3), 9, [], "ab"], // not enough either way
    [restingWith(3), 6, [], "ab"],
    [restingWith(3), 3, ["a"], "b"],
    [restingWith(3, 3), 6, ["a"], "bc"],
    [restingWith(3, 3), 5, ["a"], "bc"],
    [restingWith(3, 3), 3, ["a", "b"], "c"],
    [restingWith(3, 3), 0, ["a", "b"], "c"], // the newest always stays
  ];
  for (const [slot, steps, unneeded, left] of table) {
    const name = `${idsOf(slot)} for ${steps}`;
    deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, steps), unneeded, name);
    strictEqual(idsOf(slot), left, name);
  }
});

Deno.test("ProtectiveSlot gives up whatever beside the newest is more than may be taken off", () => {
  const table: readonly [rest: ProtectiveSlot, steps: number, excess: string[], left: string][] = [
    [restingWith(3), 8, [], "ab"],
    [restingWith(3), 7, ["a"], "b"],
    [restingWith(3, 3), 8, ["a"], "bc"],
    [restingWith(3, 3), 2, ["a", "b"], "c"],
  ];
  for (const [slot, steps, excess, left] of table) {
    const name = `${idsOf(slot)} for ${steps}`;
    deepStrictEqual(ProtectiveSlot.takeExcess(slot, steps), excess, name);
    strictEqual(idsOf(slot), left, name);
  }
  const asked = restingWith(3);
  ProtectiveSlot.sent(asked, "c", 3, 90);
  deepStrictEqual(ProtectiveSlot.takeExcess(asked, 3), [], "one of the new ones is still on its way");
});

Deno.test("ProtectiveSlot counts an order again that is taken back, as the first to go", () => {
  const slot = restingWith(5);
  deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, 5), ["a"]);
  ProtectiveSlot.ended(slot, "b");
  ProtectiveSlot.takeBack(slot, "a", 4, 90);
  strictEqual(ProtectiveSlot.need(slot, 4, 90), "nothing");
  ProtectiveSlot.sent(slot, "c", 5, 90);
  ProtectiveSlot.accepted(slot, "c");
  deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, 5), ["a"]);
});

Deno.test("ProtectiveSlot counts of an order that has ended at the venue what is still to be booked", () => {
  const slot = resting();
  ProtectiveSlot.leaves(slot, "a", 2);
  strictEqual(ProtectiveSlot.need(slot, 5, 90), "place");
  ProtectiveSlot.filled(slot, "a", 2);
  deepStrictEqual([ProtectiveSlot.restingSteps(slot), slot.filledSteps], [0, 2]);
});

Deno.test("ProtectiveSlot whose orders are being cancelled places new ones when steps are wanted again", () => {
  const slot = restingWith(3);
  deepStrictEqual(ProtectiveSlot.takeAll(slot), ["a", "b"]);
  strictEqual(ProtectiveSlot.need(slot, 0, 90), "nothing", "one cancel is enough");
  strictEqual(ProtectiveSlot.need(slot, 5, 90), "place");
  ProtectiveSlot.sent(slot, "c", 5, 90);
  ProtectiveSlot.accepted(slot, "c");
  deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, 5), [], "the old ones' cancels are out already");
  ProtectiveSlot.ended(slot, "a");
  strictEqual(idsOf(slot), "c");
});

Deno.test("ProtectiveSlot counts fills of all its orders, those that overtake the venue's answer too", () => {
  const slot = resting();
  ProtectiveSlot.filled(slot, "a", 2);
  deepStrictEqual([ProtectiveSlot.restingSteps(slot), slot.filledSteps], [3, 2]);
  ProtectiveSlot.sent(slot, "b", 4, 95);
  ProtectiveSlot.filled(slot, "b", 1);
  ProtectiveSlot.accepted(slot, "b");
  deepStrictEqual(ProtectiveSlot.takeUnneeded(slot, 3), ["a"]);
  deepStrictEqual([ProtectiveSlot.restingSteps(slot), slot.filledSteps], [3, 3]);
  ProtectiveSlot.filled(slot, "a", 1);
  deepStrictEqual([ProtectiveSlot.restingSteps(slot), slot.filledSteps], [3, 4], "late, of the replaced one");
  ProtectiveSlot.filled(slot, "b", 3);
  ProtectiveSlot.ended(slot, "b");
  deepStrictEqual([idsOf(slot), slot.filledSteps], ["", 7]);
});

/** An order as the venue of the model sees it. */
interface Sent {
  readonly id: string;
  left: number;
  readonly ticks: number;
  state: "sent" | "resting" | "over";
  cancelSent: boolean;
}

const sumOf = (orders: readonly Sent[]) => orders.reduce((sum, order) => sum + order.left, 0);

/** Slot, caller and venue together; every act is followed by what the caller does about it. */
class Model {
  slot = ProtectiveSlot.create();
  readonly orders: Sent[] = [];
  want = { steps: 0, ticks: 1 };
  filled = 0;
  /** Acceptances after which more than the newest had to stay. */
  kept = 0;
  readonly maxSteps: number | null;

  constructor(maxSteps: number | null) {
    this.maxSteps = maxSteps;
  }

  act(kind: string, n: number): void {
    const { orders } = this;
    const unanswered = orders.filter((o) => o.state === "sent");
    const sent = unanswered[n % Math.max(1, unanswered.length)];
    const live = orders.filter((o) => o.state === "resting");
    const one = live[n % Math.max(1, live.length)];
    const dying = live.find((o) => o.cancelSent);
    if (kind === "want") this.want = { steps: n % 9, ticks: 1 + (n % 3) };
    if (kind === "grow") this.want = { ...this.want, steps: this.want.steps + 1 + (n % 4) };
    if (kind === "snapshot") this.slot = decodeState(encodeState(this.slot)) as ProtectiveSlot;
    if (kind === "accept" && sent) this.accept(sent);
    if (kind === "reject" && sent) this.end(sent);
    if (kind === "fill" && one) this.fill(one, 1 + (n % one.left));
    if (kind === "fill early" && sent) this.fill(sent, 1 + (n % sent.left));
    if (kind === "cancelled" && dying) this.end(dying);
    if (kind === "expire" && one) this.end(one);
    this.settle();
    this.check();
  }

  private open(): Sent[] {
    return this.orders.filter((o) => o.state === "resting" && !o.cancelSent);
  }

  private accept(sent: Sent): void {
    const { slot, want } = this;
    sent.state = "resting";
    strictEqual(ProtectiveSlot.accepted(slot, sent.id), true);
    const before = sumOf(this.open());
    this.cancel(ProtectiveSlot.takeUnneeded(slot, want.steps));
    const after = sumOf(this.open());
    strictEqual(
      after >= Math.min(want.steps, before),
      true,
      `${after} cover ${want.steps}, it were ${before}`,
    );
    if (this.open().length > 1 && this.maxSteps === null) this.kept += 1;
  }

  private settle(): void {
    const { slot, want, orders } = this;
    const need = ProtectiveSlot.need(slot, want.steps, want.ticks);
    if (need === "cancel") {
      strictEqual(want.steps, 0, "cancelled although steps are wanted");
      this.cancel(ProtectiveSlot.takeAll(slot));
    }
    if (need === "place") {
      strictEqual(orders.some((o) => o.state === "sent"), false, "more orders while one is unanswered");
      const slices = slicesOf(want.steps, this.maxSteps);
      strictEqual(slices.reduce((sum, steps) => sum + steps, 0), want.steps);
      for (const left of slices) {
        const id = `o${orders.length}`;
        orders.push({ id, left, ticks: want.ticks, state: "sent", cancelSent: false });
        ProtectiveSlot.sent(slot, id, left, want.ticks);
      }
    }
    strictEqual(ProtectiveSlot.need(slot, want.steps, want.ticks), "nothing", "asks for the same again");
  }

  private cancel(ids: readonly string[]): void {
    for (const id of ids) {
      const order = this.orders.find((o) => o.id === id)!;
      strictEqual(order.cancelSent, false, `${id} is cancelled twice`);
      order.cancelSent = true;
    }
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
    const ours = orders.filter((o) => o.state !== "over" && !o.cancelSent);
    deepStrictEqual(
      slot.orders,
      ours.map(({ id, left: steps, ticks, state }) => ({ id, steps, ticks, isPending: state === "sent" })),
    );
    if (want.steps > 0) strictEqual(ours.length > 0, true, "wanted and not cared for");
    deepStrictEqual([slot.filledSteps, slot.attempts], [this.filled, orders.length]);
  }

  /** Lets the venue answer everything, then compares what rests with what is wanted. */
  drain(): void {
    while (this.orders.some((o) => o.state === "sent" || (o.cancelSent && o.state === "resting"))) {
      this.act("accept", 0);
      this.act("cancelled", 0);
    }
    const rests = this.orders.filter((o) => o.state !== "over");
    strictEqual(sumOf(rests), this.want.steps);
    strictEqual(rests.every((o) => o.ticks === this.want.ticks), true);
    strictEqual(rests.every((o) => this.maxSteps === null || o.left <= this.maxSteps), true);
  }
}

Deno.test("ProtectiveSlot never has less resting by its own doing than is wanted, and ends as wanted", () => {
  const kinds = [
    ...["want", "want", "grow", "accept", "accept", "accept", "reject", "fill", "fill early", "cancelled"],
    ...["expire", "snapshot"],
  ];
  let acts = 0, orders = 0, kept = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(100)), { minLength: 20, maxLength: 60 }),
      fc.constantFrom(null, null, 1, 2, 3, 5),
      (script, maxSteps) => {
        const model = new Model(maxSteps);
        for (const [kind, n] of script) model.act(kind, n);
        model.drain();
        acts += script.length;
        orders += model.orders.length;
        kept += model.kept;
      },
    ),
    { seed: 5, numRuns: 2_000 },
  );
  const proves = acts > 60_000 && orders > 15_000 && kept > 130;
  strictEqual(
    proves,
    true,
    `${acts} acts, ${orders} orders, ${kept} times the old one stayed: proves little`,
  );
});
