import type { ActorSpec, Behavior, Port } from "../lib/runtime/mod.ts";
import { type ActorKind, argsOf } from "./actor_args.ts";
import { ADDRESS } from "./addresses.ts";
import { adminPort } from "./admin/port.ts";
import { clockBehavior } from "./clock/behavior.ts";
import { liveClockBehavior } from "./clock/live_clock.ts";
import type { ClockArgs } from "./clock/messages.ts";
import type { Environment } from "./environment.ts";
import { executionBehavior } from "./execution/behavior.ts";
import { feedBehavior } from "./feed/behavior.ts";
import { guardianBehavior } from "./guardian/behavior.ts";
import { livePort } from "./live/port.ts";
import { notifierBehavior } from "./notifier/behavior.ts";
import { consolePort, emailPort, telegramPort, webhookPort } from "./notifier/ports.ts";
import { reconciliationBehavior } from "./reconciliation/behavior.ts";
import { reporterBehavior } from "./reporter/behavior.ts";
import { withReports } from "./reporter/reports.ts";
import { riskBehavior } from "./risk/behavior.ts";
import { symbolBehavior } from "./symbol/behavior.ts";
import { venueBehavior } from "./venue/behavior.ts";

/** What each kind of actor does. Throws TypeError for a kind there is none of. */
export function behaviorOf(spec: ActorSpec, environment: Environment): Behavior | Port {
  return (tradingBehavior(spec) ?? tellingBehavior(spec, environment)) as Behavior | Port;
}

/** Those that decide, and what they trade on; what they do is told to the reporter. Undefined for all others. */
function tradingBehavior(spec: ActorSpec) {
  const kind = spec.kind as ActorKind;
  switch (kind) {
    case "venue": {
      const { exchange, ...account } = argsOf(spec, kind);
      return venueBehavior(exchange, account);
    }
    case "clock":
      return clockOf(argsOf(spec, kind));
    case "feed": {
      const { symbols, barMs, barEveryMs } = argsOf(spec, kind);
      return feedBehavior(symbols, barMs, barEveryMs);
    }
    case "symbol": {
      const { spec: own, history } = argsOf(spec, kind);
      return symbolBehavior(own, history);
    }
    case "risk":
      return withReports(riskBehavior(argsOf(spec, kind)), ADDRESS.reporter);
    case "execution":
      return withReports(executionBehavior(argsOf(spec, kind), ADDRESS), ADDRESS.reporter);
    case "guardian":
      return withReports(guardianBehavior(argsOf(spec, kind)), ADDRESS.reporter);
    case "reconciliation":
      return withReports(reconciliationBehavior(argsOf(spec, kind)), ADDRESS.reporter);
  }
}

function clockOf({ market, barsPerSecond }: ClockArgs) {
  return market.kind === "live" ? liveClockBehavior(market.live) : clockBehavior({ market, barsPerSecond });
}

/** Those that tell people, or bring what the world outside says. */
function tellingBehavior(spec: ActorSpec, environment: Environment) {
  const kind = spec.kind as ActorKind;
  switch (kind) {
    case "reporter":
      return reporterBehavior({ notifier: ADDRESS.notifier, ...argsOf(spec, kind) });
    case "notifier":
      return notifierBehavior({ portOf: ADDRESS.port, ...argsOf(spec, kind) });
    case "admin":
      return adminPort(argsOf(spec, kind), environment);
    case "live":
      return livePort(argsOf(spec, kind));
    case "console":
      return consolePort(argsOf(spec, kind));
    case "webhook": {
      const { urlEnv, ...options } = argsOf(spec, kind);
      return webhookPort({ ...options, url: environment(urlEnv) ?? "" });
    }
    case "telegram": {
      const { tokenEnv, chatEnv, ...options } = argsOf(spec, kind);
      return telegramPort({
        ...options,
        token: environment(tokenEnv) ?? "",
        chat: environment(chatEnv) ?? "",
      });
    }
    case "email": {
      const { passwordEnv, ...options } = argsOf(spec, kind);
      return emailPort({ ...options, password: environment(passwordEnv) ?? "" });
    }
    default:
      throw new TypeError(
        `Cannot create actor ${spec.address} as its kind must be known: current value is "${kind}"`,
      );
  }
}
