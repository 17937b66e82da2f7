import { runCell } from "./run_cell.ts";

runCell({ workerUrl: new URL("../worker/toy_worker_fixture.ts", import.meta.url) });
