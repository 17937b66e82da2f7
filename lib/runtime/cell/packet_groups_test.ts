import assert from "node:assert/strict";
import type { Packet } from "../tree/protocol.ts";
import { groupByReceiver } from "./packet_groups.ts";

function packet(to: string, incarnation: number): Packet {
  return { to, from: "a", incarnation, body: { kind: "TakeSnapshots" } };
}

Deno.test("groupByReceiver() keeps the order within each receiver", () => {
  const groups = groupByReceiver([packet("b", 1), packet("c", 2), packet("b", 3), packet("root", 4)]);
  const numbers = [...groups].map(([to, group]) => [to, group.map(({ incarnation }) => incarnation)]);
  assert.deepEqual(numbers, [["b", [1, 3]], ["c", [2]], ["root", [4]]]);
});

Deno.test("groupByReceiver() hands on packets for one receiver as they are", () => {
  const packets = [packet("b", 1), packet("b", 2)];
  assert.equal(groupByReceiver(packets).get("b"), packets);
  assert.equal(groupByReceiver([]).size, 0);
});
