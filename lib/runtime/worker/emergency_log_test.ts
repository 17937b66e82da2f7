import assert from "node:assert/strict";
import type { CommitBatch, HandledInput } from "../commit_port.ts";
import { LANE } from "../envelope.ts";
import { openEmergencyLog } from "./emergency_log.ts";

function batch(no: number): CommitBatch {
  const input = {
    from: "x",
    seq: no,
    to: "a",
    lane: LANE.orders,
    atMs: 5,
    causedBy: "",
    body: { kind: "Fill", fee: 7n },
  };
  const row: HandledInput = {
    ...{ actor: "a", inputNo: no, input, events: [{ kind: "Told" }], sends: [], timers: [], seqAfter: 0 },
  };
  return { rounds: null, handled: [row], snapshots: [] };
}

function withLog(test: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(`${folder}/emergency.log`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("openEmergencyLog() gives the next life what was appended, in order, and nothing once it is cleared", () => {
  withLog((path) => {
    const first = openEmergencyLog(path);
    assert.deepEqual(first.left, []);
    first.append(batch(1));
    first.append(batch(2));
    const second = openEmergencyLog(path);
    assert.deepEqual(second.left, [batch(1), batch(2)]);
    second.clear();
    second.append(batch(3));
    assert.deepEqual(openEmergencyLog(path).left, [batch(3)]);
  });
});

Deno.test("openEmergencyLog() leaves out a batch whose writing was cut short, at any byte", () => {
  withLog((path) => {
    openEmergencyLog(path).append(batch(1));
    const whole = Deno.readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      Deno.writeFileSync(path, whole.subarray(0, length));
      const log = openEmergencyLog(path);
      assert.deepEqual(log.left, []);
      if (length % 40 !== 1) continue;
      log.append(batch(2));
      assert.deepEqual(openEmergencyLog(path).left, [batch(2)], "what comes next begins a line");
    }
    Deno.writeFileSync(path, whole);
    assert.deepEqual(openEmergencyLog(path).left, [batch(1)]);
  });
});
