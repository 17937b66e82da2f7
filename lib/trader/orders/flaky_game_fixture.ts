import { Rng, type RngState, unwrap } from "../../core/mod.ts";
import { anEntry } from "../../domain/entry_fixture.ts";
import { parseInstrument } from "../../domain/mod.ts";
import { callConfig, executionConfig } from "../../execution/mod.ts";
import type { VenueCommand, VenueEvent } from "../market_step.ts";
import { createListRecorder } from "../recorder.ts";
import { SYMBOL } from "./bench_fixture.ts";
import { answer, createFlakyVenue, type FlakyVenue, type Manners } from "./flaky_venue_fixture.ts";
import { Orders } from "./reducer.ts";
import {
  createOrdersOut,
  createOrdersState,
  type OrdersOut,
  type OrdersSpec,
  type OrdersState,
} from "./state.ts";

/** What the line between us and the venue does to messages, in percent, besides the venue's own manners. */
export interface Weather extends Manners {
  /** Lost; of requests and answers alike. */
  readonly lossPct: number;
  readonly doublePct: number;
  /** Late by seconds instead of tens of milliseconds. */
  readonly latePct: number;
  readonly limitEntries: boolean;
  /** The venue's largest order; null for any size. */
  readonly maxSteps: number | null;
}

/** Told of everything that passes, to judge it. */
export interface Judge {
  submitted(game: Game, command: Extract<VenueCommand, { kind: "SubmitOrder" }>): void;
  /** We cancel an order; what is returned is called when the venue is about to carry it out, and what that returns after. */
  cancelled(game: Game, command: Extract<VenueCommand, { kind: "CancelOrder" }>): () => () => void;
  /** An event is about to be handled. */
  heard(game: Game, event: VenueEvent): void;
  /** One input has been handled. */
  handled(game: Game): void;
}

/** For tests: the orders reducer and a venue with a bad line between them, event by event. */
export interface Game {
  readonly spec: OrdersSpec;
  /** Another object after a crash: read it anew for each input. */
  state: OrdersState;
  readonly venue: FlakyVenue;
  readonly recorder: ReturnType<typeof createListRecorder>;
  readonly rng: RngState;
  readonly weather: Weather;
  readonly judge: Judge;
  readonly timers: Record<string, number>;
  /** False once the line is good and the venue refuses nothing without a reason. */
  isBad: boolean;
  nowMs: number;
  readonly queue: Happening[];
  count: number;
}

interface Happening {
  readonly atMs: number;
  readonly no: number;
  readonly act: () => void;
}

export function createGame(seed: number, weather: Weather, judge: Judge): Game {
  const spec: OrdersSpec = {
    runId: "run",
    systemTag: "TT",
    symbols: [SYMBOL],
    instruments: [{
      ...unwrap(parseInstrument(SYMBOL, anEntry()), "test instrument"),
      maxSteps: weather.maxSteps,
    }],
    execution: executionConfig.parse({
      entry_type: weather.limitEntries ? "limit" : "market",
      entry_ttl_minutes: 0.1,
      slippage_bound_bps: 100,
    }),
    calls: callConfig.parse({ again_max_ms: 5000 }),
  };
  return {
    ...{ spec, weather, judge, state: createOrdersState(spec), venue: createFlakyVenue(weather.maxSteps) },
    ...{ recorder: createListRecorder(), rng: Rng.create(`game ${seed}`), timers: {}, queue: [] },
    ...{ isBad: true, nowMs: 1_000_000, count: 0 },
  };
}

export const chance = ({ rng }: Game, pct: number): boolean => Rng.uniform(rng) * 100 < pct;

export function later(game: Game, delayMs: number, act: () => void): void {
  const atMs = game.nowMs + delayMs;
  const { queue } = game;
  let i = queue.length;
  // latest first, so that the next one is taken from the end
  while (i > 0 && queue[i - 1].atMs <= atMs) i -= 1;
  queue.splice(i, 0, { atMs, no: game.count++, act });
}

/** Plays everything that happens up to a time. */
export function playTo(game: Game, untilMs: number): void {
  const { queue } = game;
  while (queue.length > 0 && queue.at(-1)!.atMs <= untilMs) {
    const { atMs, act } = queue.pop()!;
    game.nowMs = atMs;
    act();
  }
  game.nowMs = untilMs;
}

/** Lets the reducer handle one input; what it sends goes on its way. */
export function handle(game: Game, input: (out: OrdersOut) => void): void {
  const out = createOrdersOut(game.recorder);
  input(out);
  for (const { name, dueMs } of out.timers) {
    if (dueMs === null) delete game.timers[name];
    else setTimer(game, name, dueMs);
  }
  for (const command of out.commands) {
    if (command.kind === "SubmitOrder") game.judge.submitted(game, command);
    send(game, command, command.kind === "CancelOrder" ? game.judge.cancelled(game, command) : undefined);
  }
  game.judge.handled(game);
}

function setTimer(game: Game, name: string, dueMs: number): void {
  game.timers[name] = dueMs;
  later(game, Math.max(0, dueMs - game.nowMs), () => {
    if (game.timers[name] !== dueMs) return;
    delete game.timers[name];
    handle(game, (out) => Orders.timer(game.spec, game.state, name, game.nowMs, out));
  });
}

const delayMs = (game: Game): number =>
  game.isBad && chance(game, game.weather.latePct)
    ? 500 + Rng.below(game.rng, 9000)
    : 5 + Rng.below(game.rng, 90);

/** Sends a command on the line; its answer comes back on it. `arrived` looks at the venue before and after. */
export function send(game: Game, command: VenueCommand, arrived?: () => () => void): void {
  if (game.isBad && chance(game, game.weather.lossPct)) return;
  later(game, delayMs(game), () => {
    const { venue, weather, rng } = game;
    const manners = game.isBad ? weather : { ...weather, rejectPct: 0 };
    const handled = arrived?.();
    const event = answer(venue, command, game.nowMs + weather.skewMs, manners, rng);
    handled?.();
    tell(game, event);
  });
}

/** An event of the venue's on its way to us. */
export function tell(game: Game, event: VenueEvent): void {
  const { weather } = game;
  if (game.isBad && chance(game, weather.lossPct)) return;
  const copies = game.isBad && chance(game, weather.doublePct) ? 2 : 1;
  for (let i = 0; i < copies; i++) later(game, delayMs(game), () => hear(game, event));
}

/** An event arrives. */
export function hear(game: Game, event: VenueEvent): void {
  game.judge.heard(game, event);
  handle(game, (out) => Orders.venueEvent(game.spec, game.state, event, game.nowMs, out));
}
