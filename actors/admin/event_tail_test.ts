import assert from "node:assert/strict";
import type { EventView } from "../../lib/admin/mod.ts";
import type { Message } from "../../lib/runtime/mod.ts";
import type { StoredEvent, StoreReader } from "../../lib/store/mod.ts";
import { createEventTail } from "./event_tail.ts";

const UNITS = { currency: "USDT", instruments: [] };

/** A tail over a list of events, which the test makes longer. */
function setUp(onEvent: (event: StoredEvent) => void = () => {}) {
  const stored: StoredEvent[] = [], disk = { isGone: false };
  const reader = {
    lastEventId: () => stored.length,
    eventsAfter(id: number, limit: number) {
      if (disk.isGone) throw new Error("disk gone");
      return stored.slice(id, id + limit);
    },
  } as unknown as StoreReader;
  const tail = createEventTail({ reader, units: UNITS, onEvent });
  const commit = (...bodies: object[]) => {
    for (const body of bodies) {
      const kind = (body as Message).kind, id = stored.length + 1;
      stored.push({ id, kind, actor: "risk", atMs: 0, wallMs: 0, body: body as Message });
    }
  };
  const told: EventView[] = [];
  const listen = () => tail.listen((batch) => void told.push(...batch));
  return { tail, commit, disk, told, listen, seqs: () => told.map(({ seq }) => seq) };
}

const well = { kind: "RegimeChanged", symbol: "A/B", regime: "TREND", confidence: 0.5 };
/** As no version of ours writes it. */
const odd = { kind: "RegimeChanged", symbol: "A/B", regime: "TREND" };

Deno.test("poll() tells all of a batch in which one event cannot be put into words", () => {
  const { tail, commit, told, listen, seqs } = setUp();
  listen();
  commit(well, odd, well);
  tail.poll();
  assert.deepEqual(seqs(), [1, 2, 3]);
  assert.match(told[1]!.text, /^RegimeChanged cannot be shown: /);
  assert.equal(told[1]!.level, "warning");
  assert.equal(tail.lastSeq, 3);
  assert.equal(tail.fault, "");
  commit(well);
  tail.poll();
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
});

Deno.test("poll() tells the others where one listener fails, and says so until the next reading", () => {
  const { tail, commit, listen, seqs } = setUp();
  tail.listen(() => {
    throw new Error("no room");
  });
  listen();
  commit(well, well);
  tail.poll();
  assert.deepEqual(seqs(), [1, 2]);
  assert.match(tail.fault, /no room/);
  commit(well);
  tail.poll();
  assert.deepEqual(seqs(), [1, 2, 3]);
});

Deno.test("poll() gives each event once to who folds it, and says for good that one could not be", () => {
  const folded: number[] = [];
  const { tail, commit, listen, seqs } = setUp(({ id }) => {
    folded.push(id);
    if (id === 2) throw new Error("bad sum");
  });
  listen();
  commit(well, well, well);
  tail.poll();
  commit(well);
  tail.poll();
  tail.poll();
  assert.deepEqual(folded, [1, 2, 3, 4]);
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
  assert.match(tail.fault, /event 2 .*bad sum/);
});

Deno.test("poll() asks again where the store cannot be read, and misses nothing", () => {
  const { tail, commit, listen, seqs, disk } = setUp();
  listen();
  commit(well);
  disk.isGone = true;
  tail.poll();
  assert.match(tail.fault, /disk gone/);
  commit(well);
  disk.isGone = false;
  tail.poll();
  assert.deepEqual(seqs(), [1, 2]);
  assert.equal(tail.fault, "");
});
