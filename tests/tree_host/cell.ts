/**
 * Entry point of the toy tree's cell processes. Where the variable PROBE_FILE may be read, it first tries all that a
 * process could do, and writes into that file what came of it.
 *
 * @module
 */
import { runCell } from "../../lib/runtime/cell/run_cell.ts";
import { tryEverything } from "../../lib/runtime/cell/permission_probe_fixture.ts";

if (Deno.permissions.querySync({ name: "env", variable: "PROBE_FILE" }).state === "granted") {
  const file = Deno.env.get("PROBE_FILE")!;
  tryEverything().then((attempts) => Deno.writeTextFileSync(file, JSON.stringify(attempts)));
}
runCell({ workerUrl: new URL("./worker.ts", import.meta.url) });
