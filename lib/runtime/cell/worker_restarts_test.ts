import assert from "node:assert/strict";
import { driveCell } from "./driven_cell_fixture.ts";

Deno.test("50 restarts of a worker leave the cell's files and threads as they were", async () => {
  await using cell = driveCell({ workers: ["a"] });
  await cell.next("CellReady");
  const counts: Counts[] = [];
  for (let incarnation = 1; incarnation <= 50; incarnation++) {
    cell.start("a", { incarnation });
    await cell.next("WorkerReady", "a");
    if (incarnation === 6 || incarnation === 50) counts.push(countsOf(cell.process.pid));
    cell.tell("a", { what: incarnation % 2 === 0 ? "end" : "throw" });
    await cell.next("WorkerGone", "a");
  }
  const [first, last] = counts;
  assert.ok(first.files > 10 && first.threads > 2);
  assert.ok(Math.abs(last.files - first.files) <= 2, `files: ${first.files}, then ${last.files}`);
  assert.ok(Math.abs(last.threads - first.threads) <= 2, `threads: ${first.threads}, then ${last.threads}`);
});

interface Counts {
  readonly files: number;
  readonly threads: number;
}

function countsOf(pid: number): Counts {
  return { files: entriesOf(`/proc/${pid}/fd`), threads: entriesOf(`/proc/${pid}/task`) };
}

/** Deno itself reads /proc with --allow-all only. */
function entriesOf(path: string): number {
  const { stdout } = new Deno.Command("ls", { args: [path] }).outputSync();
  return new TextDecoder().decode(stdout).trim().split("\n").length;
}
