import { Rng, type RngState } from "../../../lib/core/mod.ts";
import { type Strike, STRIKE_WAYS, type StrikeArgs, type StrikeWay } from "../wrappers/strike.ts";

/** A worker of an undisturbed run, and how much it had to do. */
export interface BusyWorker {
  readonly worker: string;
  readonly at: StrikeArgs["at"];
  /** Messages its actor handled; commits of a journal. */
  readonly handled: number;
  /** Most of them at one instant. */
  readonly burst: number;
}

/** What each worker is to meet, life by life. */
export type StrikePlan = ReadonlyMap<string, readonly Strike[]>;

/** Strikes come while the run is in full swing: not in this share of its beginning, nor of its end. */
const EDGE = 0.05;

/**
 * Each worker is struck once in each of `count` ways (2 to all of them, dealt out in turn), in an order of its own and at
 * places of its own, its lives following each other. Never twice at one message, or it would be poison: a life that follows
 * another one handles what that one had in hand again, and some more. To fail at load takes a death first. Throws
 * RangeError where a worker has too little to do.
 */
export function planStrikes(
  workers: readonly BusyWorker[],
  seed: string,
  count: number = STRIKE_WAYS.length,
): StrikePlan {
  return new Map(workers.map((it, i) => {
    const ways = STRIKE_WAYS.map((_, k) => STRIKE_WAYS[(i + k) % STRIKE_WAYS.length]).slice(0, count);
    return [it.worker, livesOf(it, ways, Rng.create(`parts/${seed}/${it.worker}`))];
  }));
}

function livesOf(busy: BusyWorker, ways: readonly StrikeWay[], rng: RngState): Strike[] {
  const inHand = shuffled(ways.filter((way) => way !== "load"), rng);
  const places = placesOf(busy, inHand.length, rng);
  const lives = inHand.map((way, i): Strike => ({ way, nth: places[i] - (i === 0 ? 0 : places[i - 1]) }));
  if (ways.includes("load")) lives.splice(1 + Rng.below(rng, inHand.length), 0, { way: "load" });
  return lives;
}

/** Ascending numbers of messages, one in each of `count` equal parts of the run, more than a burst apart. */
function placesOf({ worker, handled, burst }: BusyWorker, count: number, rng: RngState): number[] {
  const firstAt = Math.ceil(EDGE * handled) + 1;
  const part = Math.floor((1 - 2 * EDGE) * handled / count);
  const room = part - burst - 1;
  if (room >= 1) return Array.from({ length: count }, (_, i) => firstAt + i * part + Rng.below(rng, room));
  throw new RangeError(
    `Cannot strike ${worker} ${count} times as it handles ${handled} messages only, up to ${burst} at one instant: play more bars`,
  );
}

function shuffled<T>(list: readonly T[], rng: RngState): T[] {
  const left = [...list];
  return list.map(() => left.splice(Rng.below(rng, left.length), 1)[0]);
}
