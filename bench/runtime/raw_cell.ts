/**
 * A process without the runtime, for the floor: starts as many idle threads as its argument says, then says "ready", and
 * sends back what comes over its channel.
 *
 * @module
 */
import process from "node:process";

const threads: Worker[] = [];
for (let i = 0; i < Number(Deno.args[0]); i++) {
  const thread = new Worker(new URL("./raw_worker.ts", import.meta.url), { type: "module" });
  await new Promise((resolve) => thread.onmessage = resolve);
  threads.push(thread);
}
process.on("disconnect", () => Deno.exit(0));
process.on("message", (message: unknown) => void process.send!(message));
process.send!("ready");
