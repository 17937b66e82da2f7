// Lets hosts under test live through a case, and compares what is left of it.
import assert from "node:assert/strict";
import { decodeState } from "../core/mod.ts";
import type { HostCase, HostOutcome, MakeHost } from "./host_case_fixture.ts";
import { makeInlineHost } from "./host_inline_fixture.ts";

/** How a case went. */
export interface Played {
  /** How each life ended. */
  readonly ends: readonly ("done" | "stopped")[];
  readonly outcome: HostOutcome;
}

/** Lives of so many rounds each, one after the other on one store. */
export async function live(
  makeHost: MakeHost,
  hostCase: HostCase,
  lives: readonly number[] = [Infinity],
): Promise<Played> {
  const host = makeHost(hostCase);
  try {
    const ends: Played["ends"][number][] = [];
    for (const maxRounds of lives) ends.push(await host.run({ maxRounds }));
    return { ends, outcome: host.outcome() };
  } finally {
    await host.dispose();
  }
}

/** The same, and everything must be as on the inline host with the same lives. */
export async function play(
  makeHost: MakeHost,
  hostCase: HostCase,
  lives: readonly number[] = [Infinity],
): Promise<Played> {
  const played = await live(makeHost, hostCase, lives);
  assert.deepEqual(played, await live(makeInlineHost, hostCase, lives));
  return played;
}

/** One life that must reject, and leave the same in the store as on the inline host. */
export async function playToRejection(makeHost: MakeHost, hostCase: HostCase) {
  const { error, outcome } = await liveToRejection(makeHost, hostCase);
  assert.deepEqual(outcome, (await liveToRejection(makeInlineHost, hostCase)).outcome);
  return { error, outcome };
}

async function liveToRejection(makeHost: MakeHost, hostCase: HostCase) {
  const host = makeHost(hostCase);
  try {
    const error = await host.run().then(
      (end) => assert.fail(`it ended with "${end}" and should have been rejected`),
      (error: unknown) => error,
    );
    return { error, outcome: host.outcome() };
  } finally {
    await host.dispose();
  }
}

/** The state in an actor's newest snapshot. */
export function stateOf({ snapshots }: HostOutcome, address: string): unknown {
  return decodeState(snapshots[address].state);
}

/** What a listener remembers. */
export function heard(outcome: HostOutcome, address = "listener"): readonly string[] {
  return (stateOf(outcome, address) as { readonly heard: readonly string[] }).heard;
}

/** What the inline host comes to in one life of so many rounds. */
export async function undisturbed(hostCase: HostCase, maxRounds = Infinity): Promise<HostOutcome> {
  return (await live(makeInlineHost, hostCase, [maxRounds])).outcome;
}

/** All must be as if undisturbed, but for how the rounds were put into commits, which depends on where lives end. */
export async function expectAsUndisturbed(
  { spans: _, ...outcome }: HostOutcome,
  hostCase: HostCase,
  maxRounds = Infinity,
): Promise<void> {
  const { spans: __, ...expected } = await undisturbed(hostCase, maxRounds);
  assert.deepEqual(outcome, expected);
}
