import assert from "node:assert/strict";
import { DEADLINE_MS, TIMING } from "./driven_cell_fixture.ts";
import { tempDir } from "./lock_holder_fixture.ts";
import { tryOsLock } from "./os_lock.ts";

const ROOT = new URL("./root_fixture.ts", import.meta.url);

const CASES = [
  { deed: "nothing", hasUnread: false },
  { deed: "nothing", hasUnread: true },
  { deed: "loop", hasUnread: true },
  { deed: "loop_microtasks", hasUnread: false },
  { deed: "wait for its lock", hasUnread: false },
  { deed: "wait for its lock", hasUnread: true },
];

for (const { deed, hasUnread } of CASES) {
  const how = hasUnread ? "killed with reports unread" : "killed";
  Deno.test(`a cell exits when its root is ${how}, having let it do: ${deed}`, async () => {
    using dir = tempDir();
    const lockPath = `${dir.path}/cell.lock`;
    const held = deed.includes("lock") ? tryOsLock(lockPath) : null;
    const root = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--unstable-worker-options", ROOT.href, deed, dir.path],
      ...{ stdin: "null", stdout: "piped" },
    }).spawn();
    const reader = root.stdout.getReader();
    const { value } = await reader.read();
    const pid = Number(new TextDecoder().decode(value));
    assert.ok(isAlive(pid));
    if (hasUnread) {
      root.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, 4 * TIMING.heartbeatMs));
    }
    root.kill("SIGKILL");
    await root.status;
    await reader.cancel();
    const isGone = held?.ok ? () => !isAlive(pid) : () => isFree(lockPath);
    const dueMs = performance.now() + DEADLINE_MS;
    while (!isGone() && performance.now() < dueMs) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(isGone(), "it lives on without its root");
    if (held?.ok) held.lock.release();
    assert.ok(isFree(lockPath));
  });
}

function isFree(lockPath: string): boolean {
  const attempt = tryOsLock(lockPath);
  if (attempt.ok) attempt.lock.release();
  return attempt.ok;
}

/** True also for a dead process that its new parent has not buried yet. */
function isAlive(pid: number): boolean {
  try {
    // means nothing to a process that runs
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}
