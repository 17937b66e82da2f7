import { type Behavior, LANE, type Message, type Send, type Step } from "../../../lib/runtime/mod.ts";
import { PHASE, type VenueCommand, type VenueEvent } from "../../../lib/trader/mod.ts";
import {
  Exchange,
  type ExchangeSpec,
  type ExchangeState,
  type MarketAdvanced,
  Tape,
} from "../../../lib/simulator/mod.ts";
import { matchSymbol } from "../../../lib/simulator/matching.ts";
import type { OpenOrder } from "../../../lib/simulator/open_order.ts";
import { ADDRESS } from "../../../actors/addresses.ts";
import { coveredSteps, restingEntries, stopsOf } from "./cover_truth.ts";

/** What somebody else does at the exchange. */
export const MEDDLES = ["LoseStop", "FillEntry", "FillStop"] as const;
export type MeddleKind = typeof MEDDLES[number];

/** Done to the first symbol where it can be done. Silent: nobody is told, as if the venue's stream had lost it. */
export interface Meddle extends Message {
  readonly kind: MeddleKind;
  readonly token: string;
  readonly isSilent: boolean;
}

/** What the exchange itself knows of it, as events in its own journal; times are wall time, ms. */
export type Truth =
  /** `symbol` is "" where there was nothing to do it to. */
  | { readonly kind: "Meddled"; readonly what: MeddleKind; readonly token: string; readonly symbol: string }
  /** Fills that nobody was told of. */
  | { readonly kind: "Hidden"; readonly fillIds: readonly string[] }
  /** A position had less cover than size from sinceMs to untilMs. */
  | {
    readonly kind: "WasNaked";
    readonly symbol: string;
    readonly sinceMs: number;
    readonly untilMs: number;
    readonly end: "covered" | "closed";
  }
  /** How many positions are wholly covered, how many are not, and how many entries rest; told when it changes. */
  | {
    readonly kind: "Standing";
    readonly covered: number;
    readonly naked: number;
    readonly resting: number;
    readonly atMs: number;
  };

/** The exchange, and since when each symbol's position is naked (0: it is not). */
export interface MeddledState {
  readonly exchange: ExchangeState;
  readonly nakedSinceMs: number[];
  standing: string;
}

type VenueMessage = MarketAdvanced | VenueCommand;

/** The product's exchange, with hands in it: what it does with everything else, and how, is the product's own. */
export function meddledVenue(
  spec: ExchangeSpec,
  inner: Behavior<ExchangeState, VenueMessage>,
): Behavior<MeddledState, VenueMessage | Meddle> {
  return {
    schema: 1,
    init: () => ({ exchange: inner.init(), nakedSinceMs: spec.tape.symbols.map(() => 0), standing: "" }),
    step(state, message, ctx) {
      const step = isMeddle(message)
        ? meddle(spec, state.exchange, message, ctx.nowMs)
        : inner.step(state.exchange, message, ctx);
      const events = [...step.events, ...witness(spec, state, ctx.nowMs)] as Message[];
      return { state, events, sends: step.sends, timers: step.timers };
    },
  };
}

function isMeddle(message: VenueMessage | Meddle): message is Meddle {
  return (MEDDLES as readonly string[]).includes(message.kind);
}

function meddle(
  spec: ExchangeSpec,
  state: ExchangeState,
  { kind, token, isSilent }: Meddle,
  atMs: number,
): Step<ExchangeState> {
  const out: VenueEvent[] = [];
  const index = ACTS[kind](spec, state, atMs, out);
  const symbol = index < 0 ? "" : spec.tape.symbols[index]!.instrument.symbol;
  const sends = isSilent ? [] : out.map((body): Send => ({ to: ADDRESS.execution, lane: LANE.orders, body }));
  const truths: Truth[] = [{ kind: "Meddled", what: kind, token, symbol }];
  if (isSilent) truths.push({ kind: "Hidden", fillIds: out.flatMap(fillIdOf) });
  return { state, events: truths as Message[], sends, timers: [] };
}

const fillIdOf = (event: VenueEvent): string[] => event.kind === "OrderFilled" ? [event.fill.fillId] : [];

/** Index of the symbol it was done to, -1 if there was none. */
type Act = (spec: ExchangeSpec, state: ExchangeState, atMs: number, out: VenueEvent[]) => number;

const ACTS: Readonly<Record<MeddleKind, Act>> = {
  LoseStop: loseStop,
  FillEntry: fillEntry,
  FillStop: fillStop,
};

/** Every stop of a position is gone. */
function loseStop(...[spec, state, atMs, out]: Parameters<Act>): number {
  const index = spec.tape.symbols.findIndex((_, i) => stopsOf(state, i).length > 0);
  if (index < 0) return -1;
  const { symbol } = spec.tape.symbols[index]!.instrument;
  for (const { request: { clientId } } of [...stopsOf(state, index)]) {
    Exchange.handle(spec, state, { kind: "CancelOrder", symbol, clientId }, atMs, out);
  }
  return index;
}

/** An entry at rest is traded through, for as much as one instant may fill. */
function fillEntry(...[spec, state, atMs, out]: Parameters<Act>): number {
  const index = spec.tape.symbols.findIndex((_, i) => restingEntries(state, i).length > 0);
  if (index >= 0) tradeAt(spec, state, index, restingEntries(state, index)[0]!, atMs, out);
  return index;
}

function fillStop(...[spec, state, atMs, out]: Parameters<Act>): number {
  const index = spec.tape.symbols.findIndex((_, i) => stopsOf(state, i).length > 0);
  if (index >= 0) tradeAt(spec, state, index, stopsOf(state, index)[0]!, atMs, out);
  return index;
}

/** One instant of this symbol alone, at the price that this order waits for. */
function tradeAt(
  spec: ExchangeSpec,
  state: ExchangeState,
  index: number,
  { duePrice }: OpenOrder,
  atMs: number,
  out: VenueEvent[],
): void {
  const { instrument, candles, rowOfBar0 } = spec.tape.symbols[index]!;
  const price = duePrice === 0 ? state.lastPrice[index]! : duePrice;
  const volume = candles.volume[Math.max(0, state.bar) + rowOfBar0]!;
  state.lastPrice[index] = price;
  const phase = PHASE.extreme1;
  const clock = { clockMs: atMs, atMs: Tape.atMs(spec.tape, Math.max(0, state.bar), phase) };
  matchSymbol({ ...{ spec, state, index, instrument, price, volume, out, phase }, ...clock });
}

/** What has changed between cover and positions. */
function witness({ tape }: ExchangeSpec, state: MeddledState, atMs: number): Truth[] {
  const { exchange, nakedSinceMs } = state;
  const truths: Truth[] = [];
  let covered = 0, naked = 0, resting = 0;
  for (let i = 0; i < nakedSinceMs.length; i++) {
    const { qtySteps } = exchange.positions[i]!;
    const isNaked = qtySteps > 0 && coveredSteps(exchange, i) < qtySteps;
    const sinceMs = nakedSinceMs[i]!;
    if (isNaked && sinceMs === 0) nakedSinceMs[i] = atMs;
    if (!isNaked && sinceMs !== 0) {
      nakedSinceMs[i] = 0;
      const end = qtySteps > 0 ? "covered" : "closed";
      truths.push({
        kind: "WasNaked",
        symbol: tape.symbols[i]!.instrument.symbol,
        sinceMs,
        untilMs: atMs,
        end,
      });
    }
    if (isNaked) naked++;
    else if (qtySteps > 0) covered++;
    resting += restingEntries(exchange, i).length;
  }
  const standing = `${covered} ${naked} ${resting}`;
  if (standing === state.standing) return truths;
  state.standing = standing;
  return [...truths, { kind: "Standing", covered, naked, resting, atMs }];
}
