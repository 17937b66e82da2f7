// impure-file: it listens to the process's signals
import { FatalError } from "../errors.ts";
import type { TreeHost, TreeRunOptions } from "./tree_host.ts";

/** How a root process ends. */
export const TREE_EXIT = { ok: 0, fatal: 70 } as const;

/**
 * Runs a tree as this process's whole work: SIGINT and SIGTERM end it in order. Resolves with the exit code: 0 after an
 * ordered end, 70 where the tree is beyond its budget or an invariant broke (`onFatal` learns why, and the service
 * manager starts us again). Rejects with what is neither.
 */
export async function runTree(
  host: TreeHost,
  { onFatal, ...options }: TreeRunOptions & { readonly onFatal: (error: FatalError) => void },
): Promise<number> {
  const stop = () => host.stop();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  try {
    await host.run(options);
    return TREE_EXIT.ok;
  } catch (error) {
    if (!(error instanceof FatalError)) throw error;
    onFatal(error);
    return TREE_EXIT.fatal;
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
  }
}
