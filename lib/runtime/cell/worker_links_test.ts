import assert from "node:assert/strict";
import { deedPacket } from "./deeds_fixture.ts";
import { driveCell, type DrivenCell } from "./driven_cell_fixture.ts";

const HELLO = { kind: "PeerGone", worker: "hello" };

Deno.test("packets go to workers here, and all else to the root", async () => {
  await using cell = await cellOfTwo();
  cell.tell("a", { what: "send", to: "b" });
  assert.deepEqual((await cell.next("Note", "b")).note, { from: "a", body: HELLO });
  for (const to of ["root", "elsewhere"]) {
    cell.tell("b", { what: "send", to });
    const { packets } = await cell.next("Carry");
    assert.deepEqual(packets, [{ to, from: "b", incarnation: 1, body: HELLO }]);
  }
});

Deno.test("packets for a worker that does not live are counted, and shown with its next life", async () => {
  await using cell = await cellOfTwo();
  cell.tell("a", { what: "end" });
  await cell.next("WorkerGone", "a");
  cell.tell("b", { what: "send", to: "a" });
  cell.process.send([{
    kind: "Carry",
    packets: [deedPacket("a", { what: "throw" }), deedPacket("a", { what: "end" })],
  }]);
  cell.tell("b", { what: "send", to: "root" });
  const { packets } = await cell.next("Carry");
  assert.equal(packets[0].to, "root", "what is lost does not go round by the root");
  cell.start("a", { incarnation: 2 });
  await cell.next("WorkerReady", "a");
  const lost = async () =>
    (await cell.next("Beat")).workers.find(({ incarnation }) => incarnation === 2)?.metrics.deadLetters;
  let counts = await lost();
  while (counts === undefined) counts = await lost();
  assert.deepEqual(counts, { not_alive: 3 });
});

Deno.test("two workers of a cell get a direct port, each with the other's life", async () => {
  await using cell = await cellOfTwo();
  for (const incarnation of [1, 2]) {
    cell.tell("a", { what: "want_port", to: "b" });
    assert.deepEqual((await cell.next("Note", "a")).note, { portTo: "b", incarnation });
    assert.deepEqual((await cell.next("Note", "b")).note, { portTo: "a", incarnation: 1 });
    cell.tell("b", { what: "post_on_port", to: "a" });
    const heard = (await cell.next("Note", "a")).note;
    assert.deepEqual(heard, { from: "b", incarnation, data: "over the port" });
    cell.tell("b", { what: "end" });
    await cell.next("WorkerGone", "b");
    cell.start("b", { incarnation: incarnation + 1 });
    await cell.next("WorkerReady", "b");
  }
});

Deno.test("there is no port to oneself, to another cell, or to who is gone", async () => {
  await using cell = await cellOfTwo();
  cell.tell("b", { what: "end" });
  await cell.next("WorkerGone", "b");
  for (const to of ["a", "b", "elsewhere"]) cell.tell("a", { what: "want_port", to });
  cell.tell("a", { what: "send", to: "root" });
  await cell.next("Carry");
  assert.ok(!cell.reports.some(({ kind }) => kind === "Note"));
});

async function cellOfTwo(): Promise<DrivenCell> {
  const cell = driveCell({ workers: ["a", "b"] });
  await cell.next("CellReady");
  for (const id of ["a", "b"]) {
    cell.start(id);
    await cell.next("WorkerReady", id);
  }
  return cell;
}
