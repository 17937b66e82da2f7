/**
 * Entry point of the toy tree's worker threads.
 *
 * @module
 */
import { runWorker } from "../../lib/runtime/worker/run_worker.ts";

runWorker(() => import("./registry.ts").then((toy) => toy.registry));
