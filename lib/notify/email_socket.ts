import { connect, type Socket } from "node:net";

/**
 * A connection to host and port, not yet secure. Opened here rather than by nodemailer, which looks the name up itself and then
 * connects to an address: a permission for the name would not cover that. Rejects with the error of the socket, or when the
 * signal aborts.
 */
export function openSocket(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (error: Error) => {
      signal.removeEventListener("abort", abort);
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(new Error("Connection aborted"));
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", fail);
    socket.once("connect", () => {
      signal.removeEventListener("abort", abort);
      socket.removeListener("error", fail);
      resolve(socket);
    });
  });
}
