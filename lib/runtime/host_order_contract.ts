// impure-ok: test suite
import assert from "node:assert/strict";
import { LANE, type Lane, messageId } from "./envelope.ts";
import type { HostPromise, MakeHost } from "./host_case_fixture.ts";
import { LISTENER, scripted } from "./host_kinds_fixture.ts";
import { heard, play } from "./host_play_fixture.ts";
import { tell, to } from "./toy_actors_test.ts";

/** In what order things happen, and because of what. */
export const ORDER_PROMISES: readonly HostPromise[] = [
  ["a round's inputs are handled by lane, then sender, then the sender's sequence", checkOrder],
  ["what one sender sends on one lane is handled in the order sent, over all rounds", checkFifo],
  ["rounds run until quiet before logical time moves, and each message names its cause", checkRounds],
];

function send(lane: Lane, kind: string) {
  return { to: "listener", lane, body: { kind } };
}

async function checkOrder(makeHost: MakeHost): Promise<void> {
  const says = (name: string) => ({
    Go: {
      sends: [
        send(LANE.data, `${name}-data`),
        send(LANE.orders, `${name}-order`),
        send(LANE.data, `${name}-more`),
        send(LANE.system, `${name}-alarm`),
      ],
    },
  });
  // "B" before "a": addresses compare by code unit
  const speakers = ["a", "b", "B"];
  const actors = [
    ...speakers.map((address) => scripted(address, says(address))),
    scripted("fan", { Fan: { sends: speakers.map((address) => to(address, { kind: "Go" })) } }),
    LISTENER,
  ];
  const { outcome } = await play(makeHost, { actors, script: [tell(1, "fan", { kind: "Fan" })] });
  assert.deepEqual(heard(outcome), [
    ...["1 B#4 B-alarm", "1 a#4 a-alarm", "1 b#4 b-alarm"],
    ...["1 B#2 B-order", "1 a#2 a-order", "1 b#2 b-order"],
    ...["1 B#1 B-data", "1 B#3 B-more", "1 a#1 a-data", "1 a#3 a-more", "1 b#1 b-data", "1 b#3 b-more"],
  ]);
}

async function checkFifo(makeHost: MakeHost): Promise<void> {
  // each Go sends five, and tells the speaker itself to go on in the next round
  const five = [1, 2, 3, 4, 5].map((i) => send(i % 2 === 0 ? LANE.orders : LANE.data, `word ${i}`));
  const again = (kind: string) => ({ to: "speaker", lane: LANE.control, body: { kind } });
  const actors = [
    scripted("speaker", {
      Go: { sends: [...five, again("Again")] },
      Again: { sends: [...five, again("Last")] },
      Last: { sends: five },
    }),
    LISTENER,
  ];
  const script = [1, 1, 2].map((atMs) => tell(atMs, "speaker", { kind: "Go" }));
  const { outcome } = await play(makeHost, { actors, script });
  const inputs = outcome.journal.map(({ input }) => input).filter(({ from }) => from === "speaker");
  for (const [lane, count] of [[LANE.control, 6], [LANE.orders, 18], [LANE.data, 27]]) {
    const seqs = inputs.filter((input) => input.lane === lane).map(({ seq }) => seq);
    assert.equal(seqs.length, count);
    assert.deepEqual(seqs, seqs.toSorted((a, b) => a - b));
  }
}

async function checkRounds(makeHost: MakeHost): Promise<void> {
  const actors = [
    { address: "player/1", kind: "player", args: { partner: "player/2" } },
    { address: "player/2", kind: "player", args: { partner: "player/1" } },
    LISTENER,
  ];
  const ball = (atMs: number) => tell(atMs, "player/1", { kind: "Ball", count: 2 });
  const script = [ball(10), tell(10, "listener", { kind: "Bar" }), ball(20)];
  const { ends, outcome } = await play(makeHost, { actors, script });
  assert.deepEqual(ends, ["done"]);
  const told = outcome.journal.map(({ actor, inputNo, input }) =>
    `${input.atMs} ${actor} ${inputNo} <- ${messageId(input)} because of ${input.causedBy}`
  );
  assert.deepEqual(told, [
    "10 player/1 1 <- market#1 because of ",
    "10 player/2 1 <- player/1#1 because of market#1",
    "10 player/1 2 <- player/2#1 because of player/1#1",
    "10 listener 1 <- market#2 because of ",
    "20 player/1 3 <- market#3 because of ",
    "20 player/2 2 <- player/1#2 because of market#3",
    "20 player/1 4 <- player/2#2 because of player/1#2",
  ]);
  assert.deepEqual(outcome.point, { lastRound: 7, atMs: 20, marketSeq: 3, pending: [] });
}
