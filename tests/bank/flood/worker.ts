/**
 * Entry point of the worker threads of a flood, and of a bank with this folder's wrappers.
 *
 * @module
 */
import { runWorker } from "../../../lib/runtime/worker/run_worker.ts";
import { sweepHeap } from "./sweep.ts";

sweepHeap();
runWorker(() => import("./registry.ts").then((flood) => flood.registry));
