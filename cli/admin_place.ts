import { type Config, leaves, originOf } from "../config/mod.ts";
import type { AdminArgs } from "../actors/mod.ts";
import { chooseToken } from "../lib/admin/auth/token.ts";
import type { Json } from "../lib/admin/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { Money } from "../lib/domain/mod.ts";
import { knobsOf } from "../lib/trader/mod.ts";
import { Refusal } from "./exit.ts";
import type { Run } from "./open_run.ts";
import { absolutePlace } from "./run_place.ts";
import { version } from "./version.ts";
import { processEnvironment } from "./process_environment.ts";

/** Where the admin server of a run is reached, and the secret that opens it. */
export interface AdminPlace {
  readonly host: string;
  readonly port: number;
  /** Variables its worker may read, with their values. */
  readonly env: Readonly<Record<string, string>>;
}

/** Ports looked at from the configured one on: several runs may be at work on one machine. */
const PORTS_TRIED = 20;

/**
 * The place that configuration and environment name; null where there is to be none. A token nobody chose is made, for
 * this run alone: good enough on this machine, refused elsewhere.
 */
export function adminPlace({ admin }: Config, environment = processEnvironment()): AdminPlace | null {
  if (!admin.enabled) return null;
  const { host, token_env: tokenEnv } = admin;
  const chosen = chooseToken(environment[tokenEnv], { host, name: tokenEnv, random: randomBytes });
  if (!chosen.ok) throw new Refusal(chosen.error);
  return { host, port: freePort(host, admin.port), env: { [tokenEnv]: chosen.value.token } };
}

const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** What the admin server of a run is started with. */
export function adminArgs(run: Run, { port }: AdminPlace): AdminArgs {
  const { config, session, place, binding, market: { tape }, origins } = run;
  const { portfolio } = session.trader;
  return {
    place: absolutePlace(place.store),
    server: { ...config.admin, port },
    info: {
      ...{ mode: config.mode, account: config.account.id, venue: binding.venueEnvironment },
      ...{
        currency: binding.instruments[0]!.settle,
        openingBalance: Money.fromNumber(config.account.balance),
      },
      ...{ runId: session.runId, version: version(), startedAtMs: systemClock.nowMs() },
      ...{ system: config.system.id, symbols: portfolio.symbols, instruments: binding.instruments },
      ...{ barMs: tape.timeframeMs, limits: portfolio.limits, knobs: knobsOf(config.system) },
      effective: leaves(config).map(([path, value]) => [path, value as Json, originOf(path, origins)]),
    },
  };
}

/** The wanted port or one of those after it; 0 is any. */
function freePort(hostname: string, wanted: number): number {
  for (let port = wanted; port < wanted + PORTS_TRIED; port++) {
    try {
      const listener = Deno.listen({ hostname, port });
      const { port: found } = listener.addr as Deno.NetAddr;
      listener.close();
      return found;
    } catch (cause) {
      if (cause instanceof Deno.errors.AddrInUse) continue;
      throw new Refusal(`Cannot serve the dashboard on ${hostname}:${port}: ${(cause as Error).message}`);
    }
  }
  throw new Refusal(
    `Cannot serve the dashboard as ports ${wanted} to ${
      wanted + PORTS_TRIED - 1
    } of ${hostname} are taken: set admin.port.`,
  );
}
