import { connect, type Socket } from "node:net";
import postgres from "postgres";
import { COLUMN_TYPES } from "./column_types.ts";
import { DriverFailure, TIMEOUT } from "./driver_failure.ts";
import { toFailure } from "./server_failure.ts";
import type { Done, SessionOptions, Statement } from "./wire.ts";

/** One connection to the server, from sign-in to loss. It never connects again: its transaction would be another. */
export interface Session {
  isLost(): boolean;
  /** Sends all statements at once, in order; rejects with DriverFailure, of the first that failed. */
  execute(statements: readonly Statement[]): Promise<Done>;
  /** Says good-bye to the server. */
  end(): Promise<void>;
  /** Ends it at once; what is under way is rejected as lost. */
  destroy(): void;
}

/** The part of postgres.js that is used; its types leave out `socket` and `simple`. */
interface Driver {
  unsafe(
    text: string,
    values: readonly unknown[],
    how: { prepare: boolean; simple: boolean },
  ): Promise<Result>;
  end(options: { timeout: number }): Promise<void>;
}

interface Result extends Array<unknown> {
  readonly command: string;
}

/** Connects and signs in. Rejects with DriverFailure. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const deadline = AbortSignal.timeout(options.connectMs);
  const socket = await openSocket(options, deadline);
  const session = sessionOn(socket, options);
  const onDeadline = () => session.destroy();
  deadline.addEventListener("abort", onDeadline);
  try {
    await session.execute([{ text: "SELECT 1", values: [] }]);
    return session;
  } catch (error) {
    session.destroy();
    throw deadline.aborted ? late(options) : error;
  } finally {
    deadline.removeEventListener("abort", onDeadline);
  }
}

function late({ address, connectMs }: SessionOptions): DriverFailure {
  const message = `no sign-in at ${address.host}:${address.port} within ${connectMs} ms`;
  return new DriverFailure({ code: TIMEOUT, message, isLost: true });
}

function openSocket(options: SessionOptions, deadline: AbortSignal): Promise<Socket> {
  const { host, port } = options.address;
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host, port });
  // statements go out in several writes: none waits for the answer to the one before
  socket.setNoDelay(true);
  const onDeadline = () => {
    socket.destroy();
    reject(late(options));
  };
  deadline.addEventListener("abort", onDeadline);
  const onError = (cause: unknown) =>
    reject(new DriverFailure({ ...toFailure(cause), isLost: true }, { cause }));
  socket.once("error", onError);
  socket.once("connect", () => {
    socket.off("error", onError);
    resolve(socket);
  });
  return promise.finally(() => deadline.removeEventListener("abort", onDeadline));
}

function sessionOn(socket: Socket, options: SessionOptions): Session {
  let lost: DriverFailure | null = null;
  const underWay = new Set<(error: DriverFailure) => void>();
  const onLost = () => {
    lost ??= new DriverFailure({
      code: "CONNECTION_CLOSED",
      message: "the connection was lost",
      isLost: true,
    });
    for (const reject of underWay) reject(lost);
    underWay.clear();
  };
  socket.once("close", onLost);
  const driver = createDriver(socket, options, onLost);

  async function execute(statements: readonly Statement[]): Promise<Done> {
    if (lost !== null) throw lost;
    const { promise, reject } = Promise.withResolvers<never>();
    underWay.add(reject);
    try {
      const all = Promise.allSettled(statements.map((it) => execute1(driver, it)));
      return lastOf(await Promise.race([all, promise]));
    } catch (error) {
      throw error instanceof DriverFailure ? error : new DriverFailure(toFailure(error), { cause: error });
    } finally {
      underWay.delete(reject);
    }
  }

  function destroy(): void {
    driver.end({ timeout: 0 }).catch(() => {});
    socket.destroy();
    onLost();
  }

  async function end(): Promise<void> {
    await driver.end({ timeout: GOOD_BYE_S });
    destroy();
  }

  return { isLost: () => lost !== null, execute, end, destroy };
}

/** How long a good-bye may take, s. */
const GOOD_BYE_S = 0.1;

function execute1(driver: Driver, { text, values, how }: Statement): Promise<Result> {
  return driver.unsafe(text, values, { prepare: how === undefined, simple: how === "script" });
}

/** After the first failure in a transaction the server refuses the rest, each with this. */
const ABORTED = "25P02";

function lastOf(results: readonly PromiseSettledResult<Result>[]): Done {
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0) throw (failed.find(({ reason }) => reason?.code !== ABORTED) ?? failed[0]).reason;
  const last = (results.at(-1) as PromiseFulfilledResult<Result>).value;
  // a plain list: the driver's carries functions, which no message takes
  return { rows: Array.from(last), command: last.command };
}

function createDriver(socket: Socket, { address, settings }: SessionOptions, onclose: () => void): Driver {
  const { host, port, user, password, database, ssl } = address;
  return (postgres as unknown as (options: object) => Driver)({
    ...{ host, port, user, pass: () => password, database, ssl, connection: settings, types: COLUMN_TYPES },
    ...{ max: 1, max_pipeline: 1_000, fetch_types: false, no_subscribe: true, prepare: true, debug: false },
    // all are given: of what is missing the driver looks for a variable in the environment
    ...{ idle_timeout: null, max_lifetime: null, connect_timeout: null, keep_alive: 30, backoff: false },
    ...{ sslnegotiation: null, target_session_attrs: null, publications: "", onnotice: () => {}, onclose },
    // the one there is: by itself the driver would connect again, and go on in the middle of a transaction
    socket: () => socket,
  });
}
