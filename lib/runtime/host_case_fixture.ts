// What the suite of host_contract.ts runs, and what a host under test must offer.
import type { ActorSnapshot, HandledInput, ResumePoint } from "./commit_port.ts";
import { compareEnvelopes } from "./envelope.ts";
import type { ToyActor } from "./host_kinds_fixture.ts";
import type { MarketMessage } from "./world.ts";

/** What the world tells; its place in the list is its seq. */
export type Told = Omit<MarketMessage, "seq">;

/** Actors by kind (see host_kinds_fixture.ts), a world, and how much is stored at once. */
export interface HostCase {
  readonly actors: readonly ToyActor[];
  readonly script: readonly Told[];
  /** @default {1000} */
  readonly snapshotEvery?: number;
  /** @default {64} */
  readonly maxRoundsPerCommit?: number;
  /** "repeating": on a resume, all that actors ever sent is pending again, handled or not. @default {"plain"} */
  readonly store?: "plain" | "repeating";
  /** In the first life, whoever handles this message throws after its step. */
  readonly crashOnceAt?: string;
}

/** A host on a store of its own, empty at first. */
export interface HostUnderTest {
  /** One life: a new host on the same store, which runs to its end. */
  run(options?: { readonly maxRounds?: number }): Promise<"done" | "stopped">;
  /** What the store holds now; asked between lives. */
  outcome(): HostOutcome;
  /** Deletes the store. */
  dispose(): Promise<void>;
}

export type MakeHost = (hostCase: HostCase) => HostUnderTest;

/** All that can be known of a run afterwards, and all that must be equal on every host. */
export interface HostOutcome {
  /** All rows, in the order stored. */
  readonly journal: readonly HandledInput[];
  /** The newest of each actor that has one, by address. */
  readonly snapshots: Readonly<Record<string, ActorSnapshot>>;
  /** The rounds of each commit, in order. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  /** What is pending is in the order of a round. */
  readonly point: ResumePoint;
}

/** What every host promises, and how it is checked. */
export type HostPromise = readonly [promise: string, check: (makeHost: MakeHost) => Promise<void>];

/** The resume point with what is pending in the order of a round. */
export function sortedPoint(point: ResumePoint): ResumePoint {
  return { ...point, pending: point.pending.toSorted(compareEnvelopes) };
}
