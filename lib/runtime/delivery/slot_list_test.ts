import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_SLOT, SlotList } from "./slot_list.ts";

Deno.test("SlotList does what an array does, in any order of push and remove", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 80 }), (steps) => {
      const list = SlotList.create<number>();
      const model: { item: number; slot: number }[] = [];
      steps.forEach((step, item) => {
        if (step < 0 && model.length > 0) {
          const [gone] = model.splice(-step % model.length, 1);
          assert.equal(SlotList.remove(list, gone.slot), gone.item);
        } else model.push({ item, slot: SlotList.push(list, item) });
        assert.equal(list.length, model.length);
        assert.deepEqual(walk(list, "forward"), model.map((entry) => entry.item));
        assert.deepEqual(walk(list, "backward"), model.map((entry) => entry.item).reverse());
      });
    }),
    { seed: 11, numRuns: 300 },
  );
});

Deno.test("SlotList uses freed slots again and holds on to no removed item", () => {
  const list = SlotList.create<string>();
  for (let i = 0; i < 1_000; i++) {
    SlotList.push(list, "a" + i);
    if (list.length > 3) SlotList.remove(list, list.head);
  }
  assert.equal(list.items.length, 4);
  assert.equal(list.items.filter((item) => item !== undefined).length, 3);
});

Deno.test("SlotList.remove() throws on a free slot", () => {
  const list = SlotList.create<string>();
  const slot = SlotList.push(list, "a");
  SlotList.remove(list, slot);
  assert.throws(() => SlotList.remove(list, slot), {
    name: "RangeError",
    message: "Cannot remove from a list as its slot 0 is free",
  });
});

function walk(list: SlotList<number>, way: "forward" | "backward"): number[] {
  const items: number[] = [];
  let slot = way === "forward" ? list.head : list.tail;
  while (slot !== NO_SLOT) {
    items.push(list.items[slot]!);
    slot = way === "forward" ? list.next[slot] : list.previous[slot];
  }
  return items;
}
