import assert from "node:assert/strict";
import type { Boot, Packet, PacketBody, WorkerReport } from "../tree/protocol.ts";
import { bootOf } from "./agent_fixture.ts";
import { createTransport, type Transport } from "./transport.ts";

const body: PacketBody = { kind: "PeerGone", worker: "nobody" };

interface Rig {
  readonly transport: Transport;
  readonly reports: WorkerReport[];
  readonly got: Packet[];
}

function rig(changes: Partial<Boot> = {}): Rig {
  const reports: WorkerReport[] = [];
  const got: Packet[] = [];
  const boot = { ...bootOf({ delivery: "free", ...changes }), incarnation: 5 };
  const transport = createTransport({ boot, post: (it) => reports.push(it), onPacket: (it) => got.push(it) });
  return { transport, reports, got };
}

/** A port to "peer" and its far end. */
function connect(
  { transport }: Rig,
  incarnation: number,
): { far: MessagePort; arrived: () => Promise<Packet[]> } {
  const { port1, port2: far } = new MessageChannel();
  transport.addPort("peer", incarnation, port1);
  const arrived = () => new Promise<Packet[]>((resolve) => far.onmessage = ({ data }) => resolve(data));
  return { far, arrived };
}

function hello(incarnation: number, from = "peer"): Packet {
  return { to: "w", from, incarnation, body };
}

Deno.test("send() gives the agent one post for all that a turn sends", async () => {
  const { transport, reports } = rig();
  for (const to of ["root", "far", "root"]) transport.send(body, to);
  assert.deepEqual(reports, []);
  await Promise.resolve();
  const packets = ["root", "far", "root"].map((to) => ({ to, from: "w", incarnation: 5, body }));
  assert.deepEqual(reports, [{ kind: "Carry", packets }]);
  transport.flush();
  assert.equal(reports.length, 1);
});

Deno.test("send() asks for a port once per life of a neighbour, and never to anyone else", () => {
  const it = rig();
  const wanted = () =>
    it.reports.splice(0).flatMap((report) => report.kind === "WantPort" ? [report.worker] : []);
  for (const to of ["far", "root", "peer", "peer", "journal", "w"]) it.transport.send(body, to);
  assert.deepEqual(wanted(), ["peer", "journal"]);
  it.transport.take([hello(2)]);
  for (const to of ["peer", "peer", "journal"]) it.transport.send(body, to);
  assert.deepEqual(wanted(), ["peer"]);
});

Deno.test("send() asks for no port in stepped delivery, nor as the journal", () => {
  const store = { kind: "memory", args: null };
  for (const changes of [{ delivery: "stepped" as const }, { spec: { ...bootOf().spec, store } }]) {
    const it = rig(changes);
    it.transport.send(body, "peer");
    assert.deepEqual(it.reports, []);
  }
});

Deno.test("send() takes, as the journal, the port that a neighbour has opened", async () => {
  const it = rig({ spec: { ...bootOf().spec, store: { kind: "memory", args: null } } });
  const { far, arrived } = connect(it, 1);
  it.transport.send(body, "peer");
  assert.deepEqual((await arrived()).map(({ to }) => to), ["peer"]);
  assert.deepEqual(it.reports, []);
  far.close();
});

Deno.test("send() takes the port to a neighbour, but for a detour", async () => {
  const it = rig();
  const { far, arrived } = connect(it, 1);
  it.transport.send(body, "peer");
  it.transport.send(body, "peer", true);
  assert.deepEqual((await arrived()).map(({ to }) => to), ["peer"]);
  assert.deepEqual(it.reports.map(({ kind }) => kind), ["Carry"]);
  far.close();
});

Deno.test("a port to an earlier life is dropped, and what waited for it goes over the agent", () => {
  const it = rig();
  connect(it, 1);
  it.transport.send(body, "peer");
  it.transport.take([hello(2)]);
  it.transport.send(body, "peer");
  it.transport.flush();
  const [wish, carry] = it.reports;
  assert.deepEqual(wish, { kind: "WantPort", worker: "peer" });
  assert.equal(carry.kind === "Carry" && carry.packets.length, 2);
});

Deno.test("addPort() closes a port to a life that is over, and takes one that replaces another", async () => {
  const it = rig();
  it.transport.take([hello(2)]);
  connect(it, 1);
  it.transport.send(body, "peer");
  assert.equal(it.reports[0].kind, "WantPort");
  const first = connect(it, 2), second = connect(it, 2);
  const arrived = second.arrived();
  it.transport.send(body, "peer");
  assert.equal((await arrived).length, 1);
  // what the other side sent before it had the second port still comes
  first.far.postMessage([hello(2)]);
  while (it.got.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  first.far.close();
  second.far.close();
});

Deno.test("addPort() keeps the port to the newest life when one to an earlier life comes late", async () => {
  const it = rig();
  const newest = connect(it, 2);
  connect(it, 1);
  const arrived = newest.arrived();
  it.transport.send(body, "peer");
  assert.equal((await arrived).length, 1);
  newest.far.close();
});

Deno.test("take() learns lives from packets, from PeerUp and from ports, and refuses earlier ones", () => {
  const ways: ((it: Rig) => void)[] = [
    ({ transport }) => transport.take([hello(3)]),
    ({ transport }) =>
      transport.take([{ ...hello(0, "root"), body: { kind: "PeerUp", worker: "peer", incarnation: 3 } }]),
    (it) => connect(it, 3).far.close(),
  ];
  for (const learn of ways) {
    const it = rig();
    learn(it);
    it.got.length = 0;
    it.transport.take([hello(2), hello(3)]);
    assert.deepEqual(it.got.map(({ incarnation }) => incarnation), [3]);
    assert.deepEqual(it.transport.deadLetters, { stale_incarnation: 1 });
  }
});

Deno.test("take() counts what is no list as malformed", () => {
  const { transport } = rig();
  for (const packets of [null, "text", {}]) transport.take(packets);
  assert.deepEqual(transport.deadLetters, { malformed: 3 });
});
