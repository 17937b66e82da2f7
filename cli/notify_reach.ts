import type { ChannelKind } from "../actors/mod.ts";
import { emailTarget, type NotifyConfig, telegramTarget, webhookTarget } from "../lib/notify/mod.ts";
import type { Permissions } from "../lib/runtime/mod.ts";
import { Refusal } from "./exit.ts";
import { processEnvironment } from "./process_environment.ts";

type Environment = Readonly<Record<string, string>>;

/** What the channels that are switched on may reach. Refuses one that cannot be used, or not safely. */
export function notifyReach(
  { webhook, telegram, email }: NotifyConfig,
  env: Environment = processEnvironment(),
): Partial<Record<ChannelKind, Permissions>> {
  return {
    ...(webhook.enabled ? { webhook: webhookReach(webhook, env) } : {}),
    ...(telegram.enabled ? { telegram: telegramReach(telegram, env) } : {}),
    ...(email.enabled ? { email: emailReach(email, env) } : {}),
  };
}

function webhookReach({ url_env, allow_loopback }: NotifyConfig["webhook"], env: Environment): Permissions {
  const target = webhookTarget(env[url_env] ?? "", allow_loopback);
  if (!target.ok) throw new Refusal(`Cannot use the webhook of ${url_env}: ${target.error}`);
  return { net: [target.value.host], env: [url_env] };
}

function telegramReach(
  { token_env, chat_env, base_url }: NotifyConfig["telegram"],
  env: Environment,
): Permissions {
  const place = { token: env[token_env] ?? "", chat: env[chat_env] ?? "", baseUrl: base_url };
  const target = telegramTarget(place);
  if (!target.ok) throw new Refusal(`Cannot use Telegram by ${token_env} and ${chat_env}: ${target.error}`);
  return { net: [target.value.host], env: [token_env, chat_env] };
}

function emailReach(email: NotifyConfig["email"], env: Environment): Permissions {
  const { password_env, allow_loopback: allowLoopback, ...place } = email;
  const target = emailTarget({ ...place, allowLoopback });
  if (!target.ok) throw new Refusal(target.error);
  if (place.user !== "" && (env[password_env] ?? "") === "") {
    throw new Refusal(
      `Cannot send e-mail as ${place.user} without a password: set ${password_env}, or leave user empty.`,
    );
  }
  return { net: [target.value.host], env: [password_env] };
}
