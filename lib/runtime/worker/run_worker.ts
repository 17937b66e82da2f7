// impure-file: it runs a thread
import type { Boot, Packet, WorkerCommand, WorkerReport } from "../tree/protocol.ts";
import { crashReport, type Ending } from "./crash_report.ts";
import { Hand } from "./hand.ts";
import { HandSlot } from "./hand_slot.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { createJournalClient, type JournalClient } from "./journal_client.ts";
import { type PreparedRole, prepareRole } from "./prepare_role.ts";
import type { WorkerRegistry } from "./registry.ts";
import { lifeLockName } from "./life_lock.ts";
import { createTransport, type Transport } from "./transport.ts";
import type { WorkerContext, WorkerRole } from "./worker_role.ts";
import { WorkerThread } from "./worker_thread.ts";

/** How a worker talks. */
interface Line {
  readonly transport: Transport;
  readonly journal: JournalClient;
}

/** One life of a worker, from its module to its end. */
interface Life {
  readonly thread: WorkerThread;
  readonly load: () => Promise<WorkerRegistry>;
  readonly hand: Hand;
  /** From Boot on. */
  line: Line | null;
  /** From Ready on. */
  role: WorkerRole | null;
  /** What came before Ready. */
  readonly early: Packet[];
  /** Ports that hear what is told from outside. */
  readonly listeners: ((body: unknown) => void)[];
  isOver: boolean;
}

/**
 * Runs the worker this thread is for, as its agent tells it (WorkerCommand in, WorkerReport out). To be called first
 * thing by a program's worker module; `load` imports the program's registry.
 *
 * Boot: it takes its lock, and without it ends at once, as this life was declared dead; it says Locked, and beats from
 * then on; it loads, asks the journal for its actors' histories, restores them, and says Ready. Whatever it throws or
 * rejects is told in one Crashed, then it ends. Stop: it ends in order and says Stopped.
 */
export function runWorker(load: () => Promise<WorkerRegistry>): void {
  const thread = WorkerThread.current();
  const life: Life = {
    ...{ thread, load, hand: Hand.create(), line: null, role: null },
    ...{ early: [], listeners: [], isOver: false },
  };
  WorkerThread.onUncaught((thrown) => die(life, thrown));
  thread.onmessage = ({ data }) => {
    if (!life.isOver) obey(life, data);
  };
}

function obey(life: Life, command: WorkerCommand): void {
  switch (command.kind) {
    case "Boot":
      if (command.hand !== undefined) life.hand.slot = HandSlot.create(command.hand);
      if (life.line === null) start(life, command.boot).catch((thrown) => die(life, thrown));
      return;
    case "Carry":
      return life.line?.transport.take(command.packets);
    case "PeerPort":
      return life.line?.transport.addPort(command.worker, command.incarnation, command.port);
    case "Stop":
      if (life.role === null) end(life);
      else life.role.stop();
  }
}

async function start(life: Life, boot: Boot): Promise<void> {
  const { thread, load } = life;
  const { spec: { id }, incarnation } = boot;
  const line = life.line = openLine(life, boot);
  if (!await WorkerThread.holdLock(lifeLockName({ id, incarnation }))) return close(life);
  thread.postMessage({ kind: "Locked" });
  startHeartbeat(
    boot.timing.heartbeatMs,
    () => ({ hand: life.hand, role: life.role?.metrics() ?? null, refused: line.transport.deadLetters }),
    (report) => thread.postMessage(report),
  );
  let prepared: PreparedRole;
  try {
    prepared = prepareRole(await load(), contextOf(life, boot, line));
  } catch (thrown) {
    return die(life, thrown, { kind: "load_failed" });
  }
  const role = await prepared.open();
  if (life.isOver) return;
  life.role = role;
  report(life, { kind: "Ready", actors: role.actors });
  for (const packet of life.early.splice(0)) onPacket(life, packet);
}

function openLine(life: Life, boot: Boot): Line {
  const transport = createTransport({
    boot,
    post: (report) => life.thread.postMessage(report),
    onPacket: (packet) => onPacket(life, packet),
  });
  const journal = createJournalClient({
    incarnation: boot.incarnation,
    send: (body, isAgain) => transport.send(body, boot.journal, isAgain),
  });
  return { transport, journal };
}

function onPacket(life: Life, packet: Packet): void {
  const { body } = packet;
  if (life.isOver) return;
  if (body.kind === "JournalReply") life.line?.journal.onReply(body.requestId, body.result);
  else if (body.kind === "Told") life.listeners.forEach((listen) => listen(body.body));
  else if (life.role === null) life.early.push(packet);
  else life.role.receive(packet);
}

function contextOf(life: Life, boot: Boot, line: Line): Omit<WorkerContext, "wrappers"> {
  return {
    boot,
    ...line,
    hand: life.hand,
    outside: {
      note: (note) => report(life, { kind: "Note", note }),
      onTold: (listen) => void life.listeners.push(listen),
    },
    report: (told) => report(life, told),
    die: (thrown, ending) => die(life, thrown, ending),
    end: () => end(life),
  };
}

/** Says something to the agent, after all packets that were sent before. */
function report(life: Life, told: WorkerReport): void {
  if (life.isOver) return;
  life.line?.transport.flush();
  life.thread.postMessage(told);
}

function end(life: Life): void {
  report(life, { kind: "Stopped" });
  close(life);
}

function die(life: Life, thrown: unknown, ending?: Ending): void {
  if (life.isOver) return;
  try {
    life.line?.transport.flush();
  } catch {
    // what cannot leave may be the very reason
  }
  life.thread.postMessage({ kind: "Crashed", report: crashReport(thrown, life.hand.input, ending) });
  close(life);
}

function close(life: Life): void {
  life.isOver = true;
  life.thread.close();
}
