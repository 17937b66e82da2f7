import type { Packet, PacketBody } from "../tree/protocol.ts";

/** What the worker of the tests can be told to do. */
export interface Deed {
  readonly what:
    | ("throw" | "reject" | "crash" | "crash_and_throw" | "close" | "exit" | "end")
    | ("loop" | "loop_microtasks" | "fill_heap" | "hang" | "mute")
    | ("try_everything" | "send" | "want_port" | "post_on_port");
  /** A worker, or the root. */
  readonly to?: string;
}

export const DO = "Do";

/** A packet that tells the worker of the tests to do something; the protocol does not know its kind. */
export function deedPacket(worker: string, deed: Deed): Packet {
  const body = { kind: DO, ...deed } as unknown as PacketBody;
  return { to: worker, from: "root", incarnation: 0, body };
}
