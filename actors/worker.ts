/**
 * Entry point of every worker thread.
 *
 * @module
 */
import { runWorker } from "../lib/runtime/mod.ts";

runWorker(() => import("./registry.ts").then(({ registryOf }) => registryOf((name) => Deno.env.get(name))));
