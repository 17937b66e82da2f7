/** Clears every timer this thread has set so far: it may go on working, but beats no more, and its deadlines never come. */
export function stopHeartbeats(): void {
  const newest = Number(setTimeout(() => {}, 0));
  for (let id = 1; id <= newest; id++) clearTimeout(id);
}

/** Stands still for so long, ms: nothing of this thread runs, and it cannot be ended. */
export function blockThread(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
