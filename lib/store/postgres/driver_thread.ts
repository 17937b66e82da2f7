/// <reference lib="deno.worker" />
// Started by blocking_driver.ts as a worker: it keeps the connections and answers one thread, which waits for it.
import { DriverFailure } from "./driver_failure.ts";
import { toFailure } from "./server_failure.ts";
import { openSession, type Session } from "./session.ts";
import {
  type Done,
  type DriverReply,
  type DriverRequest,
  type DriverStart,
  type Failure,
  type NumberedRequest,
  type SessionName,
  SIGNAL,
} from "./wire.ts";

type Sessions = Map<SessionName, Promise<Session>>;

self.onmessage = ({ data }: MessageEvent<DriverStart>) => {
  const { port, signals } = data;
  const sessions: Sessions = new Map();
  port.onmessage = async ({ data: request }: MessageEvent<NumberedRequest>) => {
    Atomics.store(signals, SIGNAL.taken, request.id);
    const reply = await answer(data, sessions, request);
    if (request.id === 0) return;
    port.postMessage(reply);
    Atomics.add(signals, SIGNAL.answers, 1);
    Atomics.notify(signals, SIGNAL.answers);
  };
  Atomics.store(signals, SIGNAL.up, 1);
  Atomics.notify(signals, SIGNAL.up);
};

async function answer(
  start: DriverStart,
  sessions: Sessions,
  request: NumberedRequest,
): Promise<DriverReply> {
  const { id } = request;
  try {
    return { id, done: await perform(start, sessions, request) };
  } catch (error) {
    return { id, failure: error instanceof DriverFailure ? error.failure : toFailure(error) };
  }
}

const NOTHING: Done = { rows: [], command: "" };

async function perform(start: DriverStart, sessions: Sessions, request: DriverRequest): Promise<Done> {
  switch (request.op) {
    case "connect":
      await connect(start, sessions, request.session);
      return NOTHING;
    case "execute": {
      const session = sessions.get(request.session);
      if (session === undefined) throw new DriverFailure(NOT_CONNECTED);
      return await (await session).execute(request.statements);
    }
    case "discard":
      discard(sessions, request.session);
      return NOTHING;
    case "close":
      await Promise.allSettled([...sessions.values()].map(async (session) => await (await session).end()));
      return NOTHING;
  }
}

const NOT_CONNECTED: Failure = {
  code: "CONNECTION_CLOSED",
  message: "the connection was dropped",
  isLost: true,
};

/** Waits for the session of this name, which may be open or on its way, and opens one where there is none. */
async function connect(start: DriverStart, sessions: Sessions, name: SessionName): Promise<void> {
  const known = sessions.get(name);
  if (known !== undefined && await isUsable(known)) return;
  const session = openSession(start.sessions[name]);
  sessions.set(name, session);
  try {
    await session;
  } catch (error) {
    if (sessions.get(name) === session) sessions.delete(name);
    throw error;
  }
}

async function isUsable(opening: Promise<Session>): Promise<boolean> {
  return !(await opening).isLost();
}

function discard(sessions: Sessions, name: SessionName): void {
  const session = sessions.get(name);
  sessions.delete(name);
  session?.then((it) => it.destroy(), () => {});
}
