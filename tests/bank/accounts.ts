import { Rng, type RngState, sha256Hex } from "../../lib/core/mod.ts";
import { type Behavior, LANE, type Message, NONE, type Send, type Step } from "../../lib/runtime/mod.ts";

/** Begins `chains` chains of transfers with `transfers` transfers in all, spread evenly. From the world. */
export interface Start extends Message {
  readonly kind: "Start";
  readonly chains: number;
  readonly transfers: number;
}

/** Money arrives, and the chain goes on: `hops` transfers are left of it, this one included. */
export interface Transfer extends Message {
  readonly kind: "Transfer";
  /** 0 where the payer could not pay. */
  readonly amount: bigint;
  readonly hops: number;
}

/** The account was to pay more than it has, and passed on nothing instead. */
export interface Refused extends Message {
  readonly kind: "Refused";
  readonly wanted: bigint;
  readonly balance: bigint;
}

export type AccountMessage = Start | Transfer;

/** What an account is, from the tree. */
export interface AccountArgs {
  readonly [key: string]: bigint | number | string | readonly string[];
  readonly opening: bigint;
  /** Addresses it may pay; never its own. */
  readonly payees: readonly string[];
  readonly seed: string;
  /** It draws amounts from 1 to this; at most 2^32. */
  readonly maxAmount: number;
}

export interface AccountState {
  /** opening + credited - debited; never below 0. */
  balance: bigint;
  credited: bigint;
  debited: bigint;
  /** Payments that it could not make. */
  refused: number;
  /** Transfers handled. */
  handled: number;
  rng: RngState;
  /** SHA-256 over all transfers handled, one by one: another order gives another hash. "" before the first. */
  hash: string;
}

/**
 * An account of the toy bank: whoever gets a transfer draws the next payee and amount. So the end of each chain depends
 * on all that was handled before it, and each account's hash on the order. One Transfer handled is one transfer.
 */
export function account(address: string, args: AccountArgs): Behavior<AccountState, AccountMessage> {
  return {
    schema: 1,
    init: () => ({
      ...{ balance: args.opening, credited: 0n, debited: 0n, refused: 0, handled: 0, hash: "" },
      rng: Rng.create(`${args.seed}/${address}`),
    }),
    step(state, message, ctx) {
      switch (message.kind) {
        case "Start":
          return pay(state, spread(message.transfers, message.chains), args);
        case "Transfer":
          receive(state, message, ctx.messageId);
          return pay(state, message.hops > 1 ? [message.hops - 1] : NONE, args);
        default:
          throw new TypeError(
            `Cannot handle ${(message as Message).kind} as an account knows Start and Transfer`,
          );
      }
    },
  };
}

function receive(state: AccountState, { amount }: Transfer, messageId: string): void {
  state.balance += amount;
  state.credited += amount;
  state.handled++;
  state.hash = sha256Hex(`${state.hash}|${messageId}|${amount}`);
}

/** One payment per chain, with the hops that are left of it. */
function pay(
  state: AccountState,
  chains: readonly number[],
  { payees, maxAmount }: AccountArgs,
): Step<AccountState> {
  const sends: Send[] = [];
  const events: Refused[] = [];
  for (const hops of chains) {
    const to = payees[Rng.below(state.rng, payees.length)];
    const wanted = BigInt(1 + Rng.below(state.rng, maxAmount));
    const amount = wanted <= state.balance ? wanted : 0n;
    if (amount === 0n) {
      state.refused++;
      events.push({ kind: "Refused", wanted, balance: state.balance });
    }
    state.balance -= amount;
    state.debited += amount;
    sends.push({ to, lane: LANE.orders, body: { kind: "Transfer", amount, hops } as Transfer });
  }
  return { state, events, sends, timers: NONE };
}

/** `total` in `parts` whole parts that differ by at most 1, the greater ones first; parts of 0 are left out. */
export function spread(total: number, parts: number): number[] {
  const sizes = Array.from(
    { length: parts },
    (_, i) => Math.floor(total / parts) + (i < total % parts ? 1 : 0),
  );
  return sizes.filter((size) => size > 0);
}
