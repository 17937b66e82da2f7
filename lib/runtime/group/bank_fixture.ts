// A toy bank for this folder's tests.
import { Rng, type RngState } from "../../core/mod.ts";
import { type Behavior, type Ctx, NONE, type Send, type Step, type TimerOp } from "../behavior.ts";
import { LANE, type Message } from "../envelope.ts";
import type { MarketMessage, WorldSource } from "../world.ts";

/** Money that came; the account passes some of it on while there are hops left. */
export type BankMessage =
  | { readonly kind: "Deposit"; readonly amount: number; readonly hops: number }
  | { readonly kind: "TimerFired"; readonly name: string }
  | { readonly kind: "Quote"; readonly balance: number }
  /** Crashes whoever handles it. */
  | { readonly kind: "Bomb" };

export interface AccountState {
  balance: number;
  /** Of all it handled, in order, with ids and times. */
  hash: number;
  readonly rng: RngState;
}

export const BOARD = "board";

/**
 * Passes money on in chains, sometimes later, by timers that often share an instant; tells the board its
 * balance.
 */
export function account(name: string, payees: readonly string[]): Behavior<AccountState, BankMessage> {
  return {
    schema: 1,
    init: () => ({ balance: 0, hash: 0, rng: Rng.create(name) }),
    step(state, message, ctx) {
      note(state, message, ctx);
      if (message.kind === "Bomb") throw new Error("boom");
      if (message.kind === "TimerFired") return pass(state, payees, { hops: 0, timers: NONE });
      if (message.kind !== "Deposit") return { state, events: NONE, sends: NONE, timers: NONE };
      state.balance += message.amount;
      if (message.hops === 0) return { state, events: NONE, sends: NONE, timers: NONE };
      return pass(state, payees, { hops: message.hops - 1, timers: drawTimers(state, ctx) });
    },
  };
}

/** Hears quotes, of which it needs only the newest of each account. */
export const board: Behavior<{ hash: number; balances: Record<string, number> }, BankMessage> = {
  schema: 1,
  init: () => ({ hash: 0, balances: {} }),
  step(state, message, ctx) {
    note(state, message, ctx);
    if (message.kind === "Quote") state.balances[ctx.messageId.split("#")[0]] = message.balance;
    return { state, events: NONE, sends: NONE, timers: NONE };
  },
};

function note(state: { hash: number }, message: Message, ctx: Ctx): void {
  for (const character of `${ctx.messageId} ${ctx.nowMs} ${message.kind}`) {
    state.hash = (Math.imul(state.hash, 31) + character.charCodeAt(0)) >>> 0;
  }
}

function drawTimers({ rng }: AccountState, { nowMs }: Ctx): TimerOp[] {
  const name = "payday/" + Rng.below(rng, 3);
  switch (Rng.below(rng, 6)) {
    case 0:
      return [{ op: "clear", name }];
    case 1:
    case 2:
      return [{ op: "set", name, dueMs: Math.ceil((nowMs + Rng.below(rng, 30)) / 20) * 20 }];
    default:
      return [];
  }
}

function pass(
  state: AccountState,
  payees: readonly string[],
  { hops, timers }: { hops: number; timers: readonly TimerOp[] },
): Step<AccountState> {
  const to = payees[Rng.below(state.rng, payees.length)];
  const amount = 1 + Rng.below(state.rng, 100);
  const lane = Rng.below(state.rng, 3) === 0 ? LANE.control : LANE.orders;
  if (amount > state.balance) return { state, events: [{ kind: "Overdrawn" }], sends: NONE, timers };
  state.balance -= amount;
  const sends: Send[] = [
    { to, lane, body: { kind: "Deposit", amount, hops } as BankMessage },
    {
      to: BOARD,
      lane: LANE.data,
      key: "balance",
      body: { kind: "Quote", balance: state.balance } as BankMessage,
    },
  ];
  return { state, events: NONE, sends, timers };
}

const ACCOUNTS = ["account/1", "account/2", "account/3", "account/4", "account/5", "account/6"];

/** Six accounts and the board over four workers, by worker and address. */
export function bank(): Record<string, Record<string, Behavior>> {
  const workers: Record<string, Record<string, Behavior>> = {
    w1: {},
    w2: {},
    w3: {},
    w4: { [BOARD]: board },
  };
  ACCOUNTS.forEach((name, i) => (workers["w" + (1 + i % 4)][name] = account(name, ACCOUNTS)));
  return workers;
}

/** Deposits to accounts at rising times, with a bomb among them now and then. */
export function bankWorld(
  { seed, count, startMs, bombs }: { seed: string; count: number; startMs: number; bombs: number },
): WorldSource & { readonly script: readonly MarketMessage[] } {
  const rng = Rng.create(seed);
  const script: MarketMessage[] = [];
  for (let atMs = startMs; script.length < count; atMs += Rng.below(rng, 3) * Rng.below(rng, 20)) {
    const body: BankMessage = Rng.uniform(rng) < bombs
      ? { kind: "Bomb" }
      : { kind: "Deposit", amount: Rng.below(rng, 200), hops: Rng.below(rng, 7) };
    script.push({ atMs, seq: script.length + 1, to: ACCOUNTS[Rng.below(rng, ACCOUNTS.length)], body });
  }
  let position = 0;
  return { script, next: () => script[position++] ?? null, seek: (seq) => void (position = seq) };
}
