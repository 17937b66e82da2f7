// A cell as the hidden command of a compiled program makes one; once it has its spec, its main thread tries what a process
// could do, and leaves beside its lock what came of it.
import process from "node:process";
import type { CellBoot } from "../tree/protocol.ts";
import { runCell } from "./run_cell.ts";

runCell({ workerUrl: new URL("./worker_fixture.ts", import.meta.url), grants: "baked" });

const deeds: Readonly<Record<string, () => unknown>> = {
  net: () => Deno.connect({ hostname: "127.0.0.1", port: 9 }),
  env: () => Deno.env.get("HOME"),
  read: () => Deno.readTextFileSync("/etc/hostname"),
  run: () => new Deno.Command("/bin/true").outputSync(),
  kill: () => Deno.kill(Deno.ppid, "SIGCONT"),
  sys: () => Deno.hostname(),
  ffi: () => Deno.dlopen("libc.so.6", {}),
};

process.once("message", async ({ lockPath }: CellBoot) => {
  const attempts: Record<string, string> = {};
  for (const [name, deed] of Object.entries(deeds)) {
    try {
      await deed();
      attempts[name] = "done";
    } catch (error) {
      attempts[name] = (error as Error).name;
    }
  }
  await Deno.writeTextFile(`${lockPath}.tried`, JSON.stringify(attempts));
});
