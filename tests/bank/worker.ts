/**
 * Entry point of the bank's worker threads.
 *
 * @module
 */
import { runWorker } from "../../lib/runtime/worker/run_worker.ts";

runWorker(() => import("./registry.ts").then((bank) => bank.registry));
