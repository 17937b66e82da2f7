import { channelLimits, type DeskSpec, deskSpec, type NotifyConfig, type Units } from "../lib/notify/mod.ts";
import type { ActorArgs } from "./actor_args.ts";

/** The ways out of the process that notifications have, each an actor of its own. */
export type ChannelKind = "console" | "webhook" | "telegram" | "email";

/** Who is told what, and by which channels; with no outlet nobody is told anything. */
export interface Telling {
  readonly desk: DeskSpec;
  readonly reporter: ActorArgs["reporter"];
  readonly channels: { readonly [K in ChannelKind]: ActorArgs[K] };
}

/** What those that tell people are to be, by configuration. */
export function tellingOf(notify: NotifyConfig, units: Units, riskPct: number): Telling {
  const { console, webhook, telegram, email, heartbeat_hours: heartbeatHours } = notify;
  const { host, port, security, user, from, to } = email;
  return {
    desk: deskSpec(notify),
    reporter: { units, heartbeatHours, riskPct },
    channels: {
      console: { format: console.format, stream: console.stream },
      webhook: {
        ...{ urlEnv: webhook.url_env, allowLoopback: webhook.allow_loopback },
        ...channelLimits(notify, "webhook"),
      },
      telegram: {
        ...{ tokenEnv: telegram.token_env, chatEnv: telegram.chat_env, baseUrl: telegram.base_url },
        ...channelLimits(notify, "telegram"),
      },
      email: {
        ...{ host, port, security, user, from, to, allowLoopback: email.allow_loopback },
        ...{ passwordEnv: email.password_env },
        ...channelLimits(notify, "email"),
      },
    },
  };
}
