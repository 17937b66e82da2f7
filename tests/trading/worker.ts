/**
 * Entry point of the worker threads of a trading tree in tests.
 *
 * @module
 */
import { runWorker } from "../../lib/runtime/mod.ts";

runWorker(() => import("./registry.ts").then(({ registry }) => registry((name) => Deno.env.get(name))));
