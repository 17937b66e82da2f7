import type { Message, Port } from "../../lib/runtime/mod.ts";
import type { Environment } from "../environment.ts";
import type { AdminArgs } from "./messages.ts";

/** The admin server as an actor: it is asked by people, never by actors. */
export function adminPort(args: AdminArgs, environment: Environment): Port {
  return {
    perform: ({ kind }: Message) =>
      Promise.reject(new TypeError(`Cannot answer ${kind}: nobody sends to the admin server`)),
    async open(outside) {
      // its libraries are large, and no other worker needs them
      const { serveRun } = await import("./serve_run.ts");
      serveRun(args, { environment, outside });
    },
  };
}
