import type { Money } from "../lib/domain/mod.ts";
import type { CandleColumns } from "../lib/market/mod.ts";
import type {
  ConsoleOptions,
  DeskSpec,
  EmailOptions,
  TelegramOptions,
  Units,
  WebhookOptions,
} from "../lib/notify/mod.ts";
import type { ActorSpec, Plain, PoisonPolicy } from "../lib/runtime/mod.ts";
import type { ExchangeSpec } from "../lib/simulator/mod.ts";
import type {
  GuardianSpec,
  OrdersSpec,
  PortfolioSpec,
  ReconciliationSpec,
  SymbolSpec,
} from "../lib/trader/mod.ts";
import type { AdminArgs } from "./admin/messages.ts";
import type { ClockArgs } from "./clock/messages.ts";
import type { LiveArgs } from "./live/messages.ts";

/** What each kind of actor must be told to be it: all of it plain data. */
export interface ActorArgs {
  readonly venue: { readonly exchange: ExchangeSpec; readonly walletBalance: Money };
  readonly clock: ClockArgs;
  /** `barEveryMs` is how long a bar lasts on the clock all are told by. */
  readonly feed: { readonly symbols: readonly string[]; readonly barMs: number; readonly barEveryMs: number };
  readonly symbol: { readonly spec: SymbolSpec; readonly history: CandleColumns };
  readonly risk: PortfolioSpec;
  readonly execution: OrdersSpec;
  readonly guardian: GuardianSpec;
  readonly reconciliation: ReconciliationSpec;
  readonly reporter: {
    readonly units: Units;
    readonly heartbeatHours: number;
    readonly riskPct: number;
  };
  readonly notifier: { readonly desk: DeskSpec };
  readonly admin: AdminArgs;
  readonly live: LiveArgs;
  readonly console: Pick<ConsoleOptions, "format" | "stream">;
  /** `urlEnv` names the variable that holds the URL: a secret stays out of the tree, here and below. */
  readonly webhook: Omit<WebhookOptions, "url"> & { readonly urlEnv: string };
  readonly telegram: Omit<TelegramOptions, "token" | "chat"> & {
    readonly tokenEnv: string;
    readonly chatEnv: string;
  };
  readonly email: Omit<EmailOptions, "password"> & { readonly passwordEnv: string };
}

export type ActorKind = keyof ActorArgs;

/** Poison in what is told to people is left out; anything else that crashed its actor twice stops the actor for good. */
const TOLD: PoisonPolicy = { afterCrashes: 2, byKind: {}, otherwise: "quarantine" };
const TRADED: PoisonPolicy = { afterCrashes: 2, byKind: {}, otherwise: "halt" };
const TELLERS: readonly ActorKind[] = [
  "reporter",
  "notifier",
  "admin",
  "live",
  "console",
  "webhook",
  "telegram",
  "email",
];

/** An actor as data. */
export function actorSpec<K extends ActorKind>(address: string, kind: K, args: ActorArgs[K]): ActorSpec {
  const poison = TELLERS.includes(kind) ? TOLD : TRADED;
  // all of it is plain, but declared by interfaces
  return { address, kind, args: args as unknown as Plain, poison };
}

/** The args of an actor that `actorSpec` made. */
export function argsOf<K extends ActorKind>({ args }: ActorSpec, _kind: K): ActorArgs[K] {
  return args as unknown as ActorArgs[K];
}
