/** A way out that carries one batch at a time. */
export interface Outbox<T> {
  push(items: readonly T[]): void;
}

/**
 * Sends at once while the way is free; what comes while a batch is on its way goes with the next one. So there is never
 * more than one batch in the pipe, and batches grow by themselves when the other side is slow. `post` must call `done`
 * once, when its batch is written or lost.
 */
export function createOutbox<T>(post: (batch: readonly T[], done: () => void) => void): Outbox<T> {
  let waiting: T[] = [];
  let isBusy = false;

  function push(items: readonly T[]): void {
    for (const item of items) waiting.push(item);
    if (!isBusy) flush();
  }

  function flush(): void {
    isBusy = waiting.length > 0;
    if (!isBusy) return;
    const batch = waiting;
    waiting = [];
    post(batch, flush);
  }

  return { push };
}
