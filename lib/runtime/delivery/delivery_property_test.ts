import assert from "node:assert/strict";
import fc from "fast-check";
import { type Envelope, LANE } from "../envelope.ts";
import { type Connection, DeliveryWorld, LANES, type Receiver, type Tally } from "./delivery_fixture.ts";
import { LinkOut } from "./link_out.ts";
import { Mailbox } from "./mailbox.ts";
import { Wire } from "./wire_fixture.ts";

/** One act on one connection; `bits` decides what the act leaves open. */
type Act = (world: DeliveryWorld, connection: Connection, bits: number) => void;

/** Weighted by how often each is drawn: ends crash and are slow, but what is transmitted arrives. */
const CRASHES = deckOf([
  [10, (_, connection, bits) => {
    for (let i = 0; i <= bits % 5; i++) {
      const key = [undefined, "x", "y"][(bits >> (2 * i + 4)) % 3];
      DeliveryWorld.send(connection, LANES[(bits >> 3) % LANES.length], key);
    }
  }],
  [8, (world, connection) => DeliveryWorld.transmit(world, connection)],
  [8, (world, connection) => deliverFrame(world, connection)],
  [6, (world, connection) => deliverAck(world, connection)],
  [5, (_, { receiver }, bits) => {
    DeliveryWorld.take(receiver, 1 + bits % 3, bits & 4 ? LANE.data : LANE.orders);
  }],
  [4, (world, { receiver }) => DeliveryWorld.commit(world, receiver)],
  [1, (world, { sender }) => DeliveryWorld.crashSender(world, sender)],
  [1, (world, { receiver }) => DeliveryWorld.crashReceiver(world, receiver, true)],
]);

/** The same over a network that loses, repeats and holds back, and on which a restart may go unheard. */
const TROUBLE = [
  ...CRASHES,
  ...deckOf([
    [2, (world, { frames }) => DeliveryWorld.count(world, "lost", Wire.lose(frames))],
    [2, (world, { acks }) => DeliveryWorld.count(world, "lost", Wire.lose(acks))],
    [1, (world, { frames }) => DeliveryWorld.count(world, "sent twice", Wire.repeat(frames))],
    [1, (world, { acks }) => DeliveryWorld.count(world, "sent twice", Wire.repeat(acks))],
    [1, (world, connection) => DeliveryWorld.breakOff(world, connection)],
    [2, deliverLate],
    [1, (world, { receiver }) => DeliveryWorld.crashReceiver(world, receiver, false)],
    [1, (world, _, bits) => {
      world.nowMs += bits % 5_000;
    }],
  ]),
];

const WORLD = fc.record({
  senders: fc.integer({ min: 1, max: 3 }),
  receivers: fc.integer({ min: 1, max: 2 }),
  capacity: fc.integer({ min: 1, max: 9 }),
  acts: fc.array(fc.nat({ max: 2 ** 30 - 1 }), { minLength: 40, maxLength: 160, size: "max" }),
});

Deno.test("links and mailboxes handle all messages once and in order over a network that does its worst", () => {
  const tally = runAll(TROUBLE, { seed: 20_240, numRuns: 2_500 });
  const troubles = [
    ...["lost", "sent twice", "came late", "gaps", "refused", "duplicates", "rewinds", "retransmitted"],
    ...["conflated by sender", "conflated by receiver", "handled twice", "deadlines waited for"],
    ...["sender crashes", "receiver crashes heard of", "receiver crashes unheard of"],
  ];
  for (const trouble of troubles) assert.ok(tally[trouble] > 100, `${trouble}: only ${tally[trouble]}`);
});

Deno.test("links and mailboxes never wait for a deadline where nothing gets lost but by a crash", () => {
  const tally = runAll(CRASHES, { seed: 20_241, numRuns: 1_500 });
  const troubles = [
    "refused",
    "rewinds",
    "conflated by receiver",
    "sender crashes",
    "receiver crashes heard of",
  ];
  for (const trouble of troubles) assert.ok(tally[trouble] > 100, `${trouble}: only ${tally[trouble]}`);
  assert.equal(tally["deadlines waited for"], undefined);
});

/** Lets worlds live through acts drawn from the deck, heal, and be judged. */
function runAll(deck: readonly Act[], parameters: { seed: number; numRuns: number }): Tally {
  const tally: Tally = {};
  const property = fc.property(WORLD, ({ senders, receivers, capacity, acts }) => {
    const capacities = { system: 1, control: capacity, orders: 2 * capacity, data: capacity };
    const world = DeliveryWorld.create([senders, receivers], capacities, tally);
    for (const bits of acts) {
      const connection = world.connections[(bits >> 22) % world.connections.length];
      deck[bits % deck.length](world, connection, Math.floor(bits / deck.length));
    }
    heal(world);
    world.receivers.forEach((receiver) => checkHandled(world, receiver));
    world.senders.forEach(({ links }) => links.forEach((link) => DeliveryWorld.countLink(world, link)));
    world.receivers.forEach((receiver) => DeliveryWorld.countMailbox(world, receiver));
  });
  fc.assert(property, parameters);
  return tally;
}

function deckOf(acts: readonly (readonly [number, Act])[]): readonly Act[] {
  return acts.flatMap(([times, act]) => Array.from({ length: times }, () => act));
}

function deliverFrame(world: DeliveryWorld, connection: Connection): boolean {
  const frame = Wire.deliver(connection.frames);
  if (frame !== undefined) DeliveryWorld.receive(world, connection, frame);
  return frame !== undefined;
}

function deliverAck(world: DeliveryWorld, connection: Connection): boolean {
  const ack = Wire.deliver(connection.acks);
  if (ack !== undefined) DeliveryWorld.settle(world, connection, ack);
  return ack !== undefined;
}

function deliverLate(world: DeliveryWorld, connection: Connection, bits: number): void {
  const frame = Wire.deliverLate(connection.frames, bits);
  if (frame !== undefined) DeliveryWorld.receive(world, connection, frame);
  const ack = Wire.deliverLate(connection.acks, bits);
  if (ack !== undefined) DeliveryWorld.settle(world, connection, ack);
  if (frame !== undefined || ack !== undefined) DeliveryWorld.count(world, "came late");
}

/** Nothing gets lost any more: works on until every message is settled. Time moves only when all is quiet. */
function heal(world: DeliveryWorld): void {
  for (let round = 0; round < 2_000; round++) {
    let moved = 0;
    for (const connection of world.connections) {
      moved += DeliveryWorld.transmit(world, connection, true);
      while (deliverFrame(world, connection)) moved++;
    }
    for (const receiver of world.receivers) {
      moved += DeliveryWorld.take(receiver, 3, LANE.data);
      DeliveryWorld.commit(world, receiver);
    }
    for (const connection of world.connections) while (deliverAck(world, connection)) moved++;
    if (moved > 0) continue;
    const links = world.senders.flatMap((sender) => [...sender.links.values()]);
    if (links.every((link) => LinkOut.depth(link) === 0)) return;
    DeliveryWorld.count(world, "deadlines waited for");
    const dueMs = Math.min(...links.map(LinkOut.nextDueMs));
    assert.ok(dueMs > world.nowMs && dueMs < Infinity, `messages wait and nobody acts until ${dueMs}`);
    world.nowMs = dueMs;
  }
  throw new Error("Messages are left that never settle");
}

/** Ascending per link means at most once; what may not be conflated must be there. */
function checkHandled(world: DeliveryWorld, receiver: Receiver): void {
  assert.equal(Mailbox.depth(receiver.mailbox), 0);
  for (const { address, sent } of world.senders) {
    for (const lane of LANES) {
      const seqs = receiver.committed.filter((one) => one.from === address && one.lane === lane)
        .map(({ seq }) => seq);
      assert.ok(seqs.every((seq, i) => i === 0 || seqs[i - 1] < seq), `not ascending: ${seqs}`);
      const due = sent.filter((one) => one.to === receiver.address && one.lane === lane).filter(mustArrive);
      const missing = due.filter(({ seq }) => !seqs.includes(seq)).map(({ seq }) => seq);
      assert.deepEqual(missing, [], `missing from ${address} on lane ${lane}`);
    }
  }
}

/** All but keyed data with a newer one behind. */
function mustArrive({ lane, key }: Envelope, i: number, sent: readonly Envelope[]): boolean {
  return lane !== LANE.data || key === undefined || sent.findLastIndex((one) => one.key === key) === i;
}
