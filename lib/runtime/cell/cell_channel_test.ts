import assert from "node:assert/strict";
import { driveCell, TIMING } from "./driven_cell_fixture.ts";

const LIVES = 6;

/** This process's own file system is closed to Deno's permissions without --allow-all. */
function sockets(): number {
  const { stdout } = new Deno.Command("ls", { args: ["-l", `/proc/${Deno.pid}/fd`] }).outputSync();
  return new TextDecoder().decode(stdout).split("socket:").length - 1;
}

Deno.test({
  name: "spawnCell() gives back the channel of a process that was killed in the middle of a word",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const counts: number[] = [];
    for (let life = 0; life < LIVES; life++) {
      await using cell = driveCell({ workers: ["a"], timing: { ...TIMING, heartbeatMs: 1 } });
      await cell.next("CellReady");
      cell.start("a");
      await cell.next("WorkerReady", "a");
      // without it, Deno closes the channel by itself
      const talk = setInterval(() => cell.tell("a", { what: "mute" }), 1);
      await pause(50);
      cell.process.kill();
      await cell.exited();
      clearInterval(talk);
      await pause(50);
      counts.push(sockets());
    }
    assert.ok(counts[LIVES - 1] <= counts[0] + 1, `open sockets after each life: ${counts}`);
  },
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
