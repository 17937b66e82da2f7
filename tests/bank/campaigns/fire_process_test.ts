import assert from "node:assert/strict";
import { pause } from "./fire_arson.ts";
import { isOver, machine, signalProcess } from "./fire_process.ts";

/** Deno lets only those read of other processes who may do everything; .ci/run runs these with -A. */
const isRefused = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: isRefused ? `${name} (skipped: reading /proc needs -A)` : name, ignore: isRefused, fn });
}

function sleeper(): Deno.ChildProcess {
  return new Deno.Command("sleep", { args: ["60"] }).spawn();
}

test("machine.bornAt() tells processes apart that have the same number one after the other", async () => {
  const child = sleeper();
  const bornAt = machine.bornAt(child.pid);
  assert.ok(bornAt !== null && bornAt >= machine.bornAt(Deno.pid)!);
  assert.equal(machine.bornAt(child.pid), bornAt);
  assert.equal(signalProcess(child.pid, "SIGKILL"), true);
  await child.status;
  assert.equal(machine.bornAt(child.pid), null);
  assert.equal(signalProcess(child.pid, "SIGKILL"), false);
});

test("machine.workerThreads() counts the threads of workers, but for a process that stands still", async () => {
  const program =
    `const worker = new Worker("data:application/javascript,postMessage(1)", { type: "module" });
    worker.onmessage = () => console.log("up");`;
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", program], stdout: "piped" }).spawn();
  const output = child.stdout.getReader();
  assert.ok((await output.read()).value, "it says that its worker is up");
  assert.equal(machine.workerThreads(child.pid), 1);
  signalProcess(child.pid, "SIGSTOP");
  for (let i = 0; i < 100 && machine.workerThreads(child.pid) > 0; i++) await pause(10);
  assert.equal(machine.workerThreads(child.pid), 0);
  signalProcess(child.pid, "SIGKILL");
  await child.status;
  await output.cancel();
  assert.equal(machine.workerThreads(child.pid), 0);
  assert.equal(machine.workerThreads(Deno.pid), 0);
});

test("isOver() knows a process that ended while it was read", async () => {
  const child = sleeper();
  using stat = await Deno.open(`/proc/${child.pid}/stat`);
  child.kill("SIGKILL");
  await child.status;
  await assert.rejects(() => stat.read(new Uint8Array(8)), isOver);
  assert.equal(isOver(new Error("Permission denied (os error 13)")), false);
});
