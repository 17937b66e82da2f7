/**
 * Entry point of the rally's worker threads.
 *
 * @module
 */
import { runWorker } from "../../lib/runtime/worker/run_worker.ts";

runWorker(() => import("./registry.ts").then((rally) => rally.registry));
