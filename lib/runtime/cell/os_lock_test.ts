import assert from "node:assert/strict";
import { killHolder, tryOsLock } from "./os_lock.ts";
import { holdInProcess, tempDir } from "./lock_holder_fixture.ts";
import { lockRoot } from "./root_lock.ts";

Deno.test("tryOsLock() is refused while it is held, with the holder's number, and free when released", () => {
  using dir = tempDir();
  const path = `${dir.path}/x.lock`;
  Deno.writeTextFileSync(path, "99999999 an earlier and longer text\n");
  const first = tryOsLock(path);
  assert.ok(first.ok);
  assert.equal(Deno.readTextFileSync(path), `${Deno.pid}\n`);
  assert.deepEqual(tryOsLock(path), { ok: false, pid: Deno.pid });
  first.lock.release();
  const second = tryOsLock(path);
  assert.ok(second.ok);
  Deno.writeTextFileSync(path, "nonsense");
  assert.deepEqual(tryOsLock(path), { ok: false, pid: 0 });
  second.lock.release();
});

Deno.test("killHolder() ends the process that holds the lock, and no other", async () => {
  using dir = tempDir();
  const path = `${dir.path}/x.lock`;
  await using holder = await holdInProcess(path);
  assert.deepEqual(tryOsLock(path), { ok: false, pid: holder.pid });
  assert.equal(killHolder(path, holder.pid + 1), "other");
  assert.equal(killHolder(path, holder.pid), "killed");
  assert.equal((await holder.status).signal, "SIGKILL");
  assert.equal(killHolder(path, holder.pid), "free");
});

Deno.test("killHolder() never ends its own process", () => {
  using dir = tempDir();
  const path = `${dir.path}/x.lock`;
  const attempt = tryOsLock(path);
  assert.ok(attempt.ok);
  assert.equal(killHolder(path, Deno.pid), "other");
  attempt.lock.release();
});

Deno.test("lockRoot() makes the folder and refuses a second root by the number of the first", () => {
  using dir = tempDir();
  const runDir = `${dir.path}/a/run`;
  const lock = lockRoot(runDir);
  assert.throws(() => lockRoot(runDir), {
    name: "Error",
    message: `Cannot start a root in "${runDir}" as no other may use the folder: current value is process ` +
      `${Deno.pid}, which holds "${runDir}/root.lock"; stop it first, or use another folder`,
  });
  lock.release();
  lockRoot(runDir).release();
});
