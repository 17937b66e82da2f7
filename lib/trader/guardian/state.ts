import type { Instrument, Side } from "../../domain/mod.ts";
import type { VenueCommand } from "../market_step.ts";
import type { RepairCommand } from "../notice.ts";
import type { TimerChange } from "../orders/state.ts";
import type { Recorder } from "../recorder.ts";
import type { ProtectionConfig } from "./schema.ts";

/** What the guardian is told once. Lists are in the run's symbol order. */
export interface GuardianSpec {
  readonly runId: string;
  /** Two characters that begin every client order id of ours. */
  readonly systemTag: string;
  readonly symbols: readonly string[];
  readonly instruments: readonly Instrument[];
  readonly protection: ProtectionConfig;
  /** Between two looks: protection.every_ms, or one bar in stepped delivery. */
  readonly everyMs: number;
}

/** An order of the guardian's that the venue has not answered. */
export interface GuardCall {
  readonly clientId: string;
  readonly sentAtMs: number;
  /** When the venue was last asked what became of it; sentAtMs before the first time. */
  askedAtMs: number;
}

/** What the guardian knows of one symbol. */
export interface Watch {
  /** Of the position at the last look; 0 is flat. */
  side: Side | 0;
  qtySteps: number;
  /** Steps without a stop or an exit under way at the last look. */
  nakedSteps: number;
  /** The stop execution told of last, and when; 0 is none. */
  wantedTicks: number;
  wantedAtMs: number;
  /** Tightest stop of ours ever seen at the venue for this position; 0 is none. */
  seenTicks: number;
  /** The earliest the position can have lost its stop: the last look at which it had one. -1 while it has one. */
  nakedSinceMs: number;
  /** Part of the client order ids: one per time without a stop. */
  episodeMs: number;
  /** Orders sent in this episode, and how many the venue refused or never got. */
  attempts: number;
  refusals: number;
  /** Why the position is to be closed; "" while a stop will do. */
  closeReason: string;
  stopCall: GuardCall | null;
  closeCall: GuardCall | null;
  /** When the price was last asked for; -1 while no answer is awaited. */
  priceAskedAtMs: number;
}

/** State of the guardian: plain data, changed in place. */
export interface GuardianState {
  /** The last time the account was asked for; -1 before the first. */
  lookedAtMs: number;
  /** When the last report came, on our clock; -1 before the first. */
  reportedAtMs: number;
  /** Of when it was: what it says may have changed since, however late it came. */
  seenAtMs: number;
  /** Newest venue time of anything reported: an older report comes too late to act on. */
  venueMs: number;
  /** Since when looks are answered without a gap longer than max_naked_ms. */
  readyAtMs: number;
  /** Of the configuration told last; "" for the one at the start. None of its knobs is the guardian's. */
  configVersion: string;
  /** In the run's symbol order. */
  readonly watches: Watch[];
}

/** What one input leads to; the caller empties the lists before each use. */
export interface GuardianOut {
  readonly commands: VenueCommand[];
  /** For execution: orders it is to take into its book. */
  readonly repairs: RepairCommand[];
  readonly timers: TimerChange[];
  readonly recorder: Recorder;
}

/** The guardian at work on one input. */
export interface GuardianContext {
  readonly spec: GuardianSpec;
  readonly state: GuardianState;
  readonly out: GuardianOut;
  readonly nowMs: number;
}

/** Fresh lists around a recorder. */
export function createGuardianOut(recorder: Recorder): GuardianOut {
  return { commands: [], repairs: [], timers: [], recorder };
}

/** A guardian that has seen nothing yet. */
export function createGuardianState(spec: GuardianSpec): GuardianState {
  return {
    lookedAtMs: -1,
    reportedAtMs: -1,
    seenAtMs: -1,
    venueMs: -1,
    readyAtMs: -1,
    configVersion: "",
    watches: spec.symbols.map((): Watch => ({
      side: 0,
      qtySteps: 0,
      nakedSteps: 0,
      wantedTicks: 0,
      wantedAtMs: -1,
      seenTicks: 0,
      nakedSinceMs: -1,
      episodeMs: -1,
      attempts: 0,
      refusals: 0,
      closeReason: "",
      stopCall: null,
      closeCall: null,
      priceAskedAtMs: -1,
    })),
  };
}
