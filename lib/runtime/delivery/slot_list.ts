/** The slot of nothing. */
export const NO_SLOT = -1;

/**
 * A first-in first-out list from whose middle any item can be taken, all in O(1) and without allocation: a
 * doubly linked list laid out in arrays. An item keeps its slot as long as it is in the list; later the slot
 * serves another. The arrays grow to the most items that ever waited at once. Changed in place.
 */
export interface SlotList<T> {
  /** By slot. */
  readonly items: (T | undefined)[];
  /** By slot: the slot behind it; of a free slot, the next free one. */
  readonly next: number[];
  /** By slot: the slot before it. */
  readonly previous: number[];
  head: number;
  tail: number;
  /** First free slot. */
  free: number;
  length: number;
}

export const SlotList = { create, push, remove };

function create<T>(): SlotList<T> {
  return { items: [], next: [], previous: [], head: NO_SLOT, tail: NO_SLOT, free: NO_SLOT, length: 0 };
}

/** Appends an item and returns its slot. */
function push<T>(list: SlotList<T>, item: T): number {
  const { items, next, previous, tail } = list;
  let slot = list.free;
  if (slot === NO_SLOT) slot = items.length;
  else list.free = next[slot];
  items[slot] = item;
  next[slot] = NO_SLOT;
  previous[slot] = tail;
  if (tail === NO_SLOT) list.head = slot;
  else next[tail] = slot;
  list.tail = slot;
  list.length++;
  return slot;
}

/** Takes the item out of a slot and returns it. Throws if the slot is free. */
function remove<T>(list: SlotList<T>, slot: number): T {
  const { items, next, previous } = list;
  const item = items[slot];
  if (item === undefined) throw new RangeError(`Cannot remove from a list as its slot ${slot} is free`);
  const before = previous[slot], behind = next[slot];
  if (before === NO_SLOT) list.head = behind;
  else next[before] = behind;
  if (behind === NO_SLOT) list.tail = before;
  else previous[behind] = before;
  items[slot] = undefined;
  next[slot] = list.free;
  list.free = slot;
  list.length--;
  return item;
}
