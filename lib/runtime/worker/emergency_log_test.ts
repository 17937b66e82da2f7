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

function leftIn(path: string): readonly CommitBatch[] {
  const log = openEmergencyLog(path);
  log.close();
  return log.left;
}

Deno.test("openEmergencyLog() gives the next life what was appended, in order, and nothing once it is cleared", () => {
  withLog((path) => {
    const first = openEmergencyLog(path);
    assert.deepEqual(first.left, []);
    first.append(batch(1));
    first.append(batch(2));
    first.close();
    const second = openEmergencyLog(path);
    assert.deepEqual(second.left, [batch(1), batch(2)]);
    second.clear();
    second.append(batch(3));
    second.close();
    assert.deepEqual(leftIn(path), [batch(3)]);
  });
});

Deno.test("openEmergencyLog() leaves out a batch whose writing was cut short, at any byte", () => {
  withLog((path) => {
    const first = openEmergencyLog(path);
    first.append(batch(1));
    first.close();
    const whole = Deno.readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      Deno.writeFileSync(path, whole.subarray(0, length));
      const log = openEmergencyLog(path);
      assert.deepEqual(log.left, []);
      if (length % 40 === 1) log.append(batch(2));
      log.close();
      if (length % 40 === 1) assert.deepEqual(leftIn(path), [batch(2)], "what comes next begins a line");
    }
    Deno.writeFileSync(path, whole);
    assert.deepEqual(leftIn(path), [batch(1)]);
  });
});

Deno.test("openEmergencyLog() is for one life at a time", () => {
  withLog((path) => {
    const first = openEmergencyLog(path);
    assert.throws(() => openEmergencyLog(path), /Cannot open emergency log .* as nobody else may write it/);
    first.append(batch(1));
    first.close();
    assert.deepEqual(leftIn(path), [batch(1)], "who was refused has changed nothing");
  });
});

Deno.test("openEmergencyLog() refuses a log with a line that is no batch, and leaves it as it is", () => {
  withLog((path) => {
    const text = '{"rounds":null,"handled":[],"snapshots":[]}\n\0\0\n{"rounds":null}\n';
    Deno.writeTextFileSync(path, text);
    assert.throws(() => openEmergencyLog(path), /as its line 2 must be a batch/);
    assert.equal(Deno.readTextFileSync(path), text);
  });
});

Deno.test("append() and clear() return when the disk has it", () => {
  withLog((path) => {
    const { prototype } = Deno.FsFile;
    const { writeSync, truncateSync, syncDataSync } = prototype;
    const story: string[] = [];
    const log = openEmergencyLog(path);
    const spy = (name: string, act: (...args: never[]) => unknown) =>
      function (this: Deno.FsFile, ...args: never[]) {
        story.push(name);
        return act.apply(this, args);
      };
    try {
      prototype.writeSync = spy("write", writeSync) as typeof writeSync;
      prototype.truncateSync = spy("truncate", truncateSync) as typeof truncateSync;
      prototype.syncDataSync = spy("sync", syncDataSync) as typeof syncDataSync;
      log.append(batch(1));
      log.clear();
    } finally {
      Object.assign(prototype, { writeSync, truncateSync, syncDataSync });
    }
    assert.deepEqual(story, ["write", "sync", "truncate", "sync"]);
    log.close();
  });
});
