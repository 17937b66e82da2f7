/**
 * Entry point of the cells of a trading tree in tests: the product's behaviours, with faults around them.
 *
 * @module
 */
import { runCell } from "../../lib/runtime/mod.ts";

runCell({ workerUrl: new URL("./worker.ts", import.meta.url) });
