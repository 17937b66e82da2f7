import type { WrapContext } from "../../../lib/runtime/worker/registry.ts";

/** Where and how to fail. */
export interface Scene {
  readonly context: WrapContext;
  /** Id of the worker that hosts the store. */
  readonly journal: string;
  /** How long one that hangs is quiet before it writes, ms. */
  readonly zombieAfterMs: number;
}
