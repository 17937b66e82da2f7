import { runCell } from "../lib/runtime/mod.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit.ts";
import { complain } from "./terminal.ts";

/** What makes the executable of the compiled program a cell. */
export const CELL_COMMAND = "cell";

/**
 * What actors/cell.ts is to Deno: a cell under the root that started this process. A compiled program has no Deno to run a
 * module by, so it starts itself by this command; nobody else is to.
 */
export const cellCommand: Command = {
  name: CELL_COMMAND,
  summary: "a part of a running program, started by it alone",
  run: () => {
    try {
      runCell({ workerUrl: new URL("../actors/worker.ts", import.meta.url), grants: "baked" });
    } catch (error) {
      complain(`${error instanceof Error ? error.message : error}`);
      return EXIT.refused;
    }
    // it ends the process itself
    return new Promise(() => {});
  },
};
