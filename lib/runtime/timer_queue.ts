/** A timer that is set. */
export interface Timer {
  readonly name: string;
  /** Logical time from which it is due, ms. */
  readonly dueMs: number;
  /** Id of the message in whose handling it was set. */
  readonly setBy: string;
}

/** A timer with its owner. */
export interface OwnedTimer extends Timer {
  readonly address: string;
}

/** The timers of all actors; changed in place by the functions of `TimerQueue`. */
export interface TimerQueue {
  /** Ascending by (dueMs, address, name). */
  readonly sorted: OwnedTimer[];
  readonly byActor: Map<string, Map<string, OwnedTimer>>;
}

export const TimerQueue = { create, set, clear, of, earliestMs, takeDue };

function create(): TimerQueue {
  return { sorted: [], byActor: new Map() };
}

/**
 * Sets a timer, in place of one with the same owner and name. Throws RangeError unless dueMs is a finite
 * number.
 */
function set(queue: TimerQueue, timer: OwnedTimer): void {
  if (!Number.isFinite(timer.dueMs)) {
    throw new RangeError(
      `Cannot set timer ${timer.name} as dueMs must be finite: current value is ${timer.dueMs}`,
    );
  }
  clear(queue, timer.address, timer.name);
  queue.sorted.splice(position(queue.sorted, timer), 0, timer);
  const own = queue.byActor.get(timer.address);
  if (own !== undefined) own.set(timer.name, timer);
  else queue.byActor.set(timer.address, new Map([[timer.name, timer]]));
}

/** Clears a timer; false if it was not set. */
function clear(queue: TimerQueue, address: string, name: string): boolean {
  const own = queue.byActor.get(address);
  const timer = own?.get(name);
  if (own === undefined || timer === undefined) return false;
  own.delete(name);
  queue.sorted.splice(position(queue.sorted, timer), 1);
  return true;
}

/** The timers of one actor, by name. */
function of(queue: TimerQueue, address: string): Timer[] {
  const own = [...queue.byActor.get(address)?.values() ?? []];
  own.sort((a, b) => (a.name < b.name ? -1 : 1));
  return own.map(({ name, dueMs, setBy }) => ({ name, dueMs, setBy }));
}

/** When the next timer is due, ms; Infinity if none is set. */
function earliestMs(queue: TimerQueue): number {
  return queue.sorted.length === 0 ? Infinity : queue.sorted[0].dueMs;
}

/** Removes and returns all timers due at `nowMs`, by (dueMs, address, name). */
function takeDue(queue: TimerQueue, nowMs: number): OwnedTimer[] {
  let count = 0;
  while (count < queue.sorted.length && queue.sorted[count].dueMs <= nowMs) count++;
  const due = queue.sorted.splice(0, count);
  for (const { address, name } of due) queue.byActor.get(address)?.delete(name);
  return due;
}

/** Index of the timer, or the one at which it belongs. */
function position(sorted: readonly OwnedTimer[], timer: OwnedTimer): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle], timer) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: OwnedTimer, b: OwnedTimer): number {
  if (a.dueMs !== b.dueMs) return a.dueMs - b.dueMs;
  if (a.address !== b.address) return a.address < b.address ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return 0;
}
