/**
 * Entry point of the rally's cell processes.
 *
 * @module
 */
import { runCell } from "../../lib/runtime/cell/run_cell.ts";

runCell({ workerUrl: new URL("./worker.ts", import.meta.url) });
