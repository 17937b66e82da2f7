/** How often garbage is collected, ms: a heap of ours takes 5 to 15 ms. */
const SWEEP_EVERY_MS = 2_000;

/**
 * Collects this thread's garbage again and again, where V8 was told to let a program do so (SMALL_HEAPS); else nothing. To
 * be called by the main module of a thread.
 */
export function sweepHeap(): void {
  const { gc } = globalThis as { readonly gc?: () => void };
  if (gc !== undefined) setInterval(gc, SWEEP_EVERY_MS);
}
