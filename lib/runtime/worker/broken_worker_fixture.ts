// A worker module whose registry cannot be loaded.
import { runWorker } from "./run_worker.ts";

runWorker(() => Promise.reject(new SyntaxError("the registry is broken")));
