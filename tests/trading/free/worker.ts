/**
 * Entry point of the worker threads of a tree on a market that does not wait.
 *
 * @module
 */
import { runWorker } from "../../../lib/runtime/mod.ts";

runWorker(() => import("./registry.ts").then(({ registry }) => registry((name) => Deno.env.get(name))));
