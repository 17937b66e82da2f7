// impure-file: it keeps heartbeats on the host's clock and ends the process
import type { AgentCommand, AgentReport, Boot, Life, Packet, WorkerMetrics } from "../tree/protocol.ts";
import type { CellSpec, Timing } from "../tree/tree_spec.ts";
import { HostedWorker, type WorkerHost } from "./hosted_worker.ts";
import { groupByReceiver } from "./packet_groups.ts";
import { EXIT_LEFT } from "./process_exit.ts";
import { SilenceWatch } from "./silence_watch.ts";

/** The main thread of a cell at work: carries out what the root says, tells it what happens. */
export interface CellAgent {
  obey(commands: readonly AgentCommand[]): void;
}

export interface CellAgentOptions {
  readonly spec: CellSpec;
  readonly workerUrl: URL;
  readonly timing: Timing;
  readonly report: (reports: readonly AgentReport[]) => void;
}

interface Agent {
  readonly host: WorkerHost;
  /** By id: the life that is not proven gone. */
  readonly workers: Map<string, HostedWorker>;
  /** To be started, one after the other. */
  readonly queue: HostedWorker[];
  /** Every worker whose place is this cell, by id: how many packets came while no life of it took any. */
  readonly lost: Map<string, number>;
  isStarting: boolean;
}

/** Begins to beat; hosts no worker yet. */
export function createCellAgent(options: CellAgentOptions): CellAgent {
  const { spec, workerUrl, timing, report } = options;
  const watch = SilenceWatch.create(timing, performance.now());
  const host: WorkerHost = {
    ...{ workerUrl, watch },
    report: (fact) => report([fact]),
    carry: (packets) => carry(agent, packets),
    connect: (from, to) => connect(agent, from, to),
    onGone: ({ life: { id } }) => {
      agent.workers.delete(id);
      agent.lost.set(id, 0);
    },
  };
  const lost = new Map(spec.workers.map(({ id }) => [id, 0]));
  const agent: Agent = { host, workers: new Map(), queue: [], lost, isStarting: false };
  setInterval(() => beat(agent), timing.heartbeatMs);
  return { obey: (commands) => commands.forEach((command) => obey(agent, command)) };
}

/** What a worker's crossing end makes pointless is left out without a word: the root hears of the end. */
function obey(agent: Agent, command: AgentCommand): void {
  switch (command.kind) {
    case "StartWorker":
      return startWorker(agent, command.boot);
    case "StopWorker":
      return endWorker(agent, command, HostedWorker.stop);
    case "KillWorker":
      return endWorker(agent, command, HostedWorker.kill);
    case "Carry":
      return carry(agent, command.packets);
    case "Leave":
      Deno.exit(EXIT_LEFT);
  }
}

function startWorker(agent: Agent, boot: Boot): void {
  const { spec: { id }, incarnation } = boot;
  if (agent.workers.has(id)) {
    throw new Error(
      `Cannot start worker ${id} as its earlier life must be proven gone: current value is incarnation ${incarnation}`,
    );
  }
  const worker = HostedWorker.create(boot, agent.host);
  agent.workers.set(id, worker);
  agent.queue.push(worker);
  if (!agent.isStarting) startNext(agent);
}

/** Each start blocks this thread, so it has a turn for all else between two of them. */
function startNext(agent: Agent): void {
  const worker = agent.queue.shift();
  agent.isStarting = worker !== undefined;
  if (worker === undefined) return;
  HostedWorker.start(worker);
  setTimeout(() => startNext(agent), 0);
}

function endWorker(agent: Agent, { id, incarnation }: Life, end: (worker: HostedWorker) => void): void {
  const worker = agent.workers.get(id);
  if (worker?.life.incarnation !== incarnation) return;
  const place = agent.queue.indexOf(worker);
  if (place >= 0) agent.queue.splice(place, 1);
  end(worker);
}

/** To workers of this cell and, all else, to the root. Links repeat what finds nobody. */
function carry({ workers, lost, host }: Agent, packets: readonly Packet[]): void {
  const outward: Packet[] = [];
  for (const [to, group] of groupByReceiver(packets)) {
    const worker = workers.get(to);
    const lostBefore = lost.get(to);
    if (HostedWorker.takesPackets(worker)) worker.thread.post({ kind: "Carry", packets: group });
    else if (lostBefore === undefined) outward.push(...group);
    else lost.set(to, lostBefore + group.length);
  }
  if (outward.length > 0) host.report({ kind: "Carry", packets: outward });
}

/** A direct port between two workers of this cell; for one that is elsewhere or over, nothing. */
function connect(agent: Agent, from: HostedWorker, id: string): void {
  const to = agent.workers.get(id);
  if (to === from || !HostedWorker.takesPackets(to) || !HostedWorker.takesPackets(from)) return;
  const { port1, port2 } = new MessageChannel();
  from.thread.post(portTo(to.life, port1), [port1]);
  to.thread.post(portTo(from.life, port2), [port2]);
}

function portTo({ id, incarnation }: Life, port: MessagePort) {
  return { kind: "PeerPort", worker: id, incarnation, port } as const;
}

function beat({ workers, host, lost }: Agent): void {
  for (const { name, detail } of SilenceWatch.look(host.watch, performance.now())) {
    const worker = workers.get(name);
    if (worker !== undefined) HostedWorker.fail(worker, { kind: "silence", detail });
  }
  const beats: (Life & { readonly metrics: WorkerMetrics })[] = [];
  for (const { life, metrics } of workers.values()) {
    if (metrics === null) continue;
    const notAlive = lost.get(life.id) ?? 0;
    const deadLetters = { ...metrics.deadLetters, ...(notAlive === 0 ? {} : { not_alive: notAlive }) };
    beats.push({ ...life, metrics: { ...metrics, deadLetters } });
  }
  host.report({ kind: "Beat", workers: beats });
}
