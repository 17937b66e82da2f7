/**
 * Entry point of the cells of a tree on a market that does not wait.
 *
 * @module
 */
import { runCell } from "../../../lib/runtime/mod.ts";

runCell({ workerUrl: new URL("./worker.ts", import.meta.url) });
