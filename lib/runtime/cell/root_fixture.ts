/**
 * As a program: a root that spawns a cell with one worker, tells it what its argument says, prints the cell's process
 * number, and waits to be killed.
 */
import { driveCell } from "./driven_cell_fixture.ts";
import type { Deed } from "./deeds_fixture.ts";

if (import.meta.main) {
  const [what, dir] = Deno.args;
  const cell = driveCell({ workers: ["a"], lockPath: `${dir}/cell.lock` });
  if (what === "wait for its lock") await cell.next("LockHeld");
  else {
    await cell.next("CellReady");
    cell.start("a");
    await cell.next("WorkerReady", "a");
  }
  if (what.startsWith("loop")) {
    cell.tell("a", { what } as Deed);
    await cell.next("Note", "a");
  }
  Deno.stdout.writeSync(new TextEncoder().encode(`${cell.process.pid}`));
  setInterval(() => {}, 60_000);
}
