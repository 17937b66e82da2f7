import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { AgentReport } from "../tree/protocol.ts";
import { killHolder } from "./cell_process.ts";
import { CELL_MODULE, driveCell, within } from "./driven_cell_fixture.ts";
import { holdInProcess, tempDir } from "./lock_holder_fixture.ts";

Deno.test("spawnCell() gives a cell that is ready, beats, and leaves when told", async () => {
  await using cell = driveCell();
  const { pid, effective } = await cell.next("CellReady");
  assert.equal(pid, cell.process.pid);
  assert.deepEqual(new Set(Object.values(effective)), new Set(["prompt"]));
  assert.equal(await Deno.readTextFile(cell.lockPath), `${pid}\n`);
  assert.deepEqual((await cell.next("Beat")).workers, [], "it beats without workers too");
  cell.process.send([{ kind: "Leave" }]);
  const { reason, exit } = await cell.exited();
  assert.deepEqual(exit, { code: 0, signal: null });
  assert.equal(reason.kind, "normal");
});

Deno.test("spawnCell() throws before there is a process if no permission is listed", () => {
  using dir = tempDir();
  const lockPath = `${dir.path}/cell.lock`;
  assert.throws(() => driveCell({ lockPath, spec: { permissions: {} } }), TypeError);
});

for (const flags of [[], ["--allow-read", "--deny-import"], ["--allow-sys"]]) {
  Deno.test(`runCell() refuses to run with the flags "${flags.join(" ")}", before it starts anything`, async () => {
    const args = ["run", "--no-prompt", "--unstable-worker-options", ...flags, CELL_MODULE.href];
    const child = spawn(Deno.execPath(), args, { stdio: ["ignore", "inherit", "inherit", "ipc"], env: {} });
    const reports: AgentReport[] = [];
    const exited = Promise.withResolvers<number | null>(), told = Promise.withResolvers<void>();
    child.on("message", (batch) => {
      reports.push(...batch as unknown as AgentReport[]);
      told.resolve();
    });
    child.on("exit", (code) => exited.resolve(code));
    assert.equal(await within(exited.promise, () => "the refusal"), 70);
    // what it said last may be read after its exit
    await within(told.promise, () => "the reason");
    assert.equal(reports.length, 1);
    assert.ok(reports[0].kind === "CellRefused");
    assert.match(reports[0].why, /it was started without a permission flag/);
  });
}

Deno.test("runCell() throws in a process that no root spawned", async () => {
  const args = ["run", "--no-prompt", "--allow-read=nothing", CELL_MODULE.href];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, stderr: "piped" }).output();
  assert.equal(code, 1);
  assert.match(new TextDecoder().decode(stderr), /its process must be spawned by a root/);
});

Deno.test("runCell() refuses to run if its lock file cannot be used", async () => {
  await using cell = driveCell({ spec: { permissions: { read: [`${import.meta.dirname}/..`] } } });
  assert.match((await cell.next("CellRefused")).why, /lock file ".*cell.lock": NotCapable/);
  const { reason, exit } = await cell.exited();
  assert.equal(exit.code, 70);
  assert.equal(reason.kind, "load_failed");
});

Deno.test("runCell() waits for a lock that another process holds, and says once who", async () => {
  using dir = tempDir();
  const lockPath = `${dir.path}/cell.lock`;
  await using holder = await holdInProcess(lockPath);
  await using cell = driveCell({ lockPath });
  assert.equal((await cell.next("LockHeld")).pid, holder.pid);
  // several tries
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(killHolder(lockPath, holder.pid), "killed");
  assert.equal((await cell.next("CellReady")).pid, cell.process.pid);
  assert.ok(!cell.reports.some(({ kind }) => kind === "LockHeld"), "told once");
  assert.equal(await Deno.readTextFile(lockPath), `${cell.process.pid}\n`);
});

Deno.test("runCell() ignores SIGINT and SIGTERM", async () => {
  await using cell = driveCell({ workers: ["a"] });
  await cell.next("CellReady");
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.kill(cell.process.pid, signal);
  cell.start("a");
  await cell.next("WorkerReady", "a");
  await cell.next("Beat");
});

Deno.test("a cell exits when its root lets go of it", async () => {
  // it learns that from the channel, not from a heartbeat that cannot be written
  await using cell = driveCell({ timing: { heartbeatMs: 60_000, silenceMs: 120_000 } });
  await cell.next("CellReady");
  cell.process.disconnect();
  assert.deepEqual((await cell.exited()).exit, { code: 0, signal: null });
});

Deno.test("CellProcess.kill() ends a stopped process, and means nothing once it has ended", async () => {
  await using cell = driveCell();
  await cell.next("CellReady");
  Deno.kill(cell.process.pid, "SIGSTOP");
  cell.process.kill();
  assert.equal((await cell.exited()).reason.kind, "killed");
  cell.process.kill();
  cell.process.send([{ kind: "Leave" }]);
  cell.process.disconnect();
});

Deno.test("spawnCell() gives the process its own environment and what Deno needs, no more", async () => {
  await using cell = driveCell({ spec: { env: { CELL_KEY: "1" } } });
  await cell.next("CellReady");
  // its own file system is closed to Deno's permissions without --allow-all
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${cell.process.pid}/environ`] }).outputSync();
  const names = new TextDecoder().decode(stdout).split("\0").filter(Boolean).map((line) =>
    line.split("=")[0]
  );
  const allowed =
    /^(?:CELL_KEY|DENO_NO_UPDATE_CHECK|MALLOC_ARENA_MAX|DENO_DIR|XDG_CACHE_HOME|HOME|NODE_CHANNEL_\w+)$/;
  assert.deepEqual(names.filter((name) => !allowed.test(name)), []);
  assert.ok(names.includes("CELL_KEY"));
});

Deno.test("a full heap ends the process, recognisably", async () => {
  await using cell = driveCell({ workers: ["a"], spec: { maxHeapMib: 32 } });
  await cell.next("CellReady");
  cell.start("a");
  await cell.next("WorkerReady", "a");
  cell.tell("a", { what: "fill_heap" });
  const { reason } = await cell.exited();
  assert.equal(reason.kind, "heap", reason.detail);
});
