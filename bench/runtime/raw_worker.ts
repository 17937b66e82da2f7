/**
 * A worker without the runtime, for the floor: says "ready"; given a port and a number, it plays so many round trips over
 * the port and tells when each answer came; given a port alone, it sends back what comes.
 *
 * @module
 */
import { rallyOver } from "./raw_rally.ts";

interface Order {
  readonly port: MessagePort;
  readonly rally: { readonly count: number; readonly inFlight: number } | null;
}

const thread = globalThis as unknown as {
  onmessage: (event: MessageEvent<Order>) => void;
  postMessage(message: unknown): void;
};

thread.onmessage = async ({ data: { port, rally } }) => {
  if (rally === null) port.onmessage = ({ data }) => port.postMessage(data);
  else {
    const post = (packets: unknown) => port.postMessage(packets);
    const listen = (onAnswer: () => void) => void (port.onmessage = onAnswer);
    thread.postMessage(await rallyOver({ post, listen }, rally));
  }
};
thread.postMessage("ready");
