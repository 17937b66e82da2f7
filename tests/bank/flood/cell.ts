/**
 * Entry point of the cell processes of a flood, and of a bank with this folder's wrappers.
 *
 * @module
 */
import { runCell } from "../../../lib/runtime/cell/run_cell.ts";
import { sweepHeap } from "./sweep.ts";

sweepHeap();
runCell({ workerUrl: new URL("./worker.ts", import.meta.url) });
