import { type Regime, REGIME_NAMES } from "../regime/mod.ts";
import type { AnyConfig, Strategy } from "./contract.ts";
import { STRATEGIES } from "./registry.ts";
import type { RouterConfig, StrategiesConfig } from "./schema.ts";

/** Why a regime has no strategy; empty when it has one. */
export type RouteReason =
  | ""
  /** The regime itself says not to trade. */
  | "no_trade_regime"
  /** The router names none for it. */
  | "no_strategy"
  /** The one it names is off. */
  | "strategy_disabled"
  /** No such regime. */
  | "unknown_regime";

/** Where a regime leads: to a strategy with its configuration, or nowhere, which is NO_TRADE. */
export type Route =
  | { readonly strategy: Strategy; readonly config: AnyConfig; readonly reason: "" }
  | { readonly strategy: null; readonly config: null; readonly reason: Exclude<RouteReason, ""> };

/** One route per regime code. */
export type Router = readonly Route[];

const nowhere = (reason: Exclude<RouteReason, "">): Route => ({ strategy: null, config: null, reason });
const UNKNOWN = nowhere("unknown_regime");

/** The routes of a configuration, made once. */
export function createRouter(router: RouterConfig, strategies: StrategiesConfig): Router {
  return REGIME_NAMES.map((regime) => {
    if (regime === "NO_TRADE" && router.ALL === undefined) return nowhere("no_trade_regime");
    const name = router.ALL ?? router[regime as keyof RouterConfig] ?? null;
    if (name === null) return nowhere("no_strategy");
    const config = strategies[name];
    return config?.enabled
      ? { strategy: STRATEGIES[name], config, reason: "" }
      : nowhere("strategy_disabled");
  });
}

/** The route of an adopted regime; allocates nothing. */
export function route(router: Router, regime: Regime): Route {
  return router[regime] ?? UNKNOWN;
}
