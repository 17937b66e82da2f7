import assert from "node:assert/strict";
import type { Packet, PacketBody } from "../tree/protocol.ts";
import type { AgentCommand } from "../tree/protocol.ts";
import type { CellState } from "./cell_state.ts";
import { DeadLetters } from "./dead_letters.ts";
import { life, workerSpec } from "./life_fixture.ts";
import type { NoticeBody } from "./notices.ts";
import { TreeRouting } from "./tree_routing.ts";
import type { TreeState } from "./tree_state.ts";
import type { WorkerLife } from "./worker_life.ts";

const REPLY: PacketBody = { kind: "JournalReply", requestId: 7, result: { ok: true, value: null } };
const HANDLED: PacketBody = { kind: "Handled", round: 1, rows: [], snapshots: [] };
const QUESTION: PacketBody = { kind: "JournalRequest", requestId: 1, call: { op: "resumePoint" } };

/** A root over w1 in its third life, in cell "deck", and the journal, in "vault"; what reaches whom is kept as text. */
function routed({ phase = "ready", isGone = false }: { phase?: WorkerLife["phase"]; isGone?: boolean } = {}) {
  const seen: string[] = [];
  const notices: NoticeBody[] = [];
  const cell = (id: string, lives: readonly WorkerLife[]) => ({
    isGone: id === "deck" && isGone,
    child: {
      send: ([command]: readonly AgentCommand[]) => {
        assert.ok(command.kind === "Carry");
        for (const { from, to, body } of command.packets) {
          seen.push(`${id}: ${body.kind} from ${from} to ${to}`);
        }
      },
    },
    workers: new Map(lives.map((it) => [it.spec.id, it])),
  } as unknown as CellState);
  const state = {
    cellOf: new Map([["w1", "deck"], ["journal", "vault"]]),
    cells: new Map([
      ["vault", cell("vault", [life("journal", { spec: workerSpec("journal") })])],
      ["deck", cell("deck", [life("w1", { incarnation: 3, phase })])],
    ]),
    incarnations: new Map([["w1", 3], ["journal", 1]]),
    deadLetters: DeadLetters.create(),
    journals: new Map([["journal", { onReply: (id: number) => void seen.push(`reply to ${id}`) }]]),
    driver: { onPacket: ({ body }: Packet) => void seen.push(`driver: ${body.kind}`) },
    options: { onNotice: (notice: NoticeBody) => void notices.push(notice) },
  } as unknown as TreeState;
  return { state, seen, notices };
}

interface RouteCase {
  readonly name: string;
  readonly packet: Partial<Packet> & { readonly body: PacketBody };
  readonly phase?: WorkerLife["phase"];
  readonly isGone?: boolean;
  readonly seen: readonly string[];
  readonly deadLetters?: readonly string[];
}

const CASES: readonly RouteCase[] = [
  { name: "hands the driver what is for the root", packet: { body: HANDLED }, seen: ["driver: Handled"] },
  {
    name: "hands the journal's answers to who asked",
    packet: { from: "journal", incarnation: 1, body: REPLY },
    seen: ["reply to 7"],
  },
  {
    name: "carries to other cells without a look",
    packet: { to: "journal", body: QUESTION },
    seen: ["vault: JournalRequest from w1 to journal"],
  },
  { name: "loses what nobody is there to take", packet: { to: "nobody", body: QUESTION }, seen: [] },
  {
    name: "loses what a worker that has not started, or ended, would get",
    packet: { from: "journal", incarnation: 1, to: "w1", body: QUESTION },
    phase: "gone",
    seen: [],
  },
  {
    name: "loses what goes to a cell that has ended",
    packet: { from: "journal", incarnation: 1, to: "w1", body: QUESTION },
    isGone: true,
    seen: [],
  },
  {
    name: "refuses earlier lives, for the root",
    packet: { incarnation: 2, body: HANDLED },
    seen: [],
    deadLetters: ["stale_incarnation: Handled of w1#2 to root"],
  },
  {
    name: "refuses earlier lives, for others",
    packet: { incarnation: 2, to: "journal", body: QUESTION },
    seen: [],
    deadLetters: ["stale_incarnation: JournalRequest of w1#2 to journal"],
  },
  {
    name: "refuses what a life that was declared dead tells the root: the root would write it",
    packet: { body: HANDLED },
    phase: "failed",
    seen: [],
    deadLetters: ["stale_incarnation: Handled of w1#3 to root"],
  },
  {
    name: "refuses what a life that is over tells the root",
    packet: { body: HANDLED },
    phase: "gone",
    seen: [],
    deadLetters: ["stale_incarnation: Handled of w1#3 to root"],
  },
  {
    name: "carries what a life that was declared dead asks the journal, whose store refuses its epoch",
    packet: { to: "journal", body: QUESTION },
    phase: "failed",
    seen: ["vault: JournalRequest from w1 to journal"],
  },
];

for (const { name, packet, phase = "ready", isGone = false, seen, deadLetters = [] } of CASES) {
  Deno.test(`TreeRouting.onPacket() ${name}`, () => {
    const it = routed({ phase, isGone });
    TreeRouting.onPacket(it.state, { from: "w1", to: "root", incarnation: 3, ...packet });
    assert.deepEqual(it.seen, seen);
    assert.deepEqual(
      it.state.deadLetters.newest.map(({ reason, what }) => `${reason}: ${what}`),
      deadLetters,
    );
    assert.equal(it.notices.length, deadLetters.length);
  });
}

Deno.test("TreeRouting.send() sends as the root, also to who is starting", () => {
  const it = routed({ phase: "starting" });
  TreeRouting.send(it.state, "w1", { kind: "TakeSnapshots" });
  assert.deepEqual(it.seen, ["deck: TakeSnapshots from root to w1"]);
});

Deno.test("TreeRouting.deadLetter() counts, and tells of it with the time", () => {
  const { state, notices } = routed();
  TreeRouting.deadLetter(state, "halted", "Hi a#1 to b");
  TreeRouting.deadLetter(state, "halted", "Hi a#2 to b");
  assert.equal(state.deadLetters.counts.get("halted"), 2);
  const [{ atMs, ...notice }] = notices as unknown as readonly { readonly atMs: number }[];
  assert.ok(Math.abs(Date.now() - atMs) < 10_000);
  assert.deepEqual(notice, { kind: "DeadLetter", reason: "halted", what: "Hi a#1 to b" });
});

Deno.test("TreeRouting.notice() tells nobody where nobody asked for it", () => {
  const { state } = routed();
  TreeRouting.notice({ ...state, options: {} } as unknown as TreeState, {
    kind: "DeadLetter",
    ...{ reason: "halted", what: "" },
  });
});
