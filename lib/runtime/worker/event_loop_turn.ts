// impure-file: it gives way to the event loop
/**
 * Resolves once the event loop had its turn: messages, timers and heartbeats come through first. By setImmediate, as
 * setTimeout(0) takes 2 ms on Deno 2.9, and a message to oneself comes back before most of the timers that are due.
 */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => resolve()));
}
