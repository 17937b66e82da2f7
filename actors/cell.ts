/**
 * Entry point of every cell process.
 *
 * @module
 */
import { runCell } from "../lib/runtime/mod.ts";

runCell({ workerUrl: new URL("./worker.ts", import.meta.url) });
