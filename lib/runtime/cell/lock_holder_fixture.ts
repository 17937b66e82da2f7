/** As a program: takes the lock named as its argument, says so, and keeps it until it is killed. */
import { tryOsLock } from "./os_lock.ts";

if (import.meta.main) {
  const attempt = tryOsLock(Deno.args[0]);
  Deno.stdout.writeSync(new TextEncoder().encode(attempt.ok ? "held" : "refused"));
  if (attempt.ok) setInterval(() => {}, 60_000);
}

/** A process that holds this lock until it is disposed. */
export async function holdInProcess(path: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", "--allow-write", import.meta.url, path],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const isHeld = new TextDecoder().decode(value) === "held";
  if (!isHeld) throw new Error(`The fixture cannot hold "${path}"`);
  return {
    pid: child.pid,
    status: child.status,
    [Symbol.asyncDispose]: async () => {
      try {
        child.kill("SIGKILL");
      } catch { /* it is gone already */ }
      await child.status;
      await reader.cancel();
    },
  };
}

/** A folder for one test. */
export function tempDir() {
  const path = Deno.makeTempDirSync({ prefix: "lock_" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}
