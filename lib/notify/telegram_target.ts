import { err, ok, type Result } from "../core/mod.ts";
import { isLoopback } from "./webhook_target.ts";

/** Of the Bot API. */
export const TELEGRAM_URL = "https://api.telegram.org";

/** Where messages are posted to. */
export interface TelegramTarget {
  /** Holds the token: a secret. */
  readonly url: string;
  /** `host:port`, as a net permission is written. */
  readonly host: string;
}

const TOKEN_REGEXP = /^\d{3,20}:[A-Za-z0-9_-]{10,100}$/;
const CHAT_REGEXP = /^(?:-?\d{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31})$/;

/** Checks token, chat and address. The refusal repeats none of them. */
export function telegramTarget(
  { token, chat, baseUrl }: { readonly token: string; readonly chat: string; readonly baseUrl: string },
): Result<TelegramTarget, string> {
  const base = telegramHost(baseUrl);
  if (!base.ok) return base;
  if (!TOKEN_REGEXP.test(token)) {
    return err("Telegram refused: the token must look like 123456:ABC..., as BotFather gives it");
  }
  if (!CHAT_REGEXP.test(chat)) return err("Telegram refused: the chat must be a number or an @name");
  return ok({ url: `${baseUrl.replace(/\/+$/, "")}/bot${token}/sendMessage`, host: base.value });
}

/**
 * `host:port` of a Bot API. The token goes there, so it is Telegram's own, by TLS, or a server of ours on this machine: nothing
 * in between.
 */
export function telegramHost(baseUrl: string): Result<string, string> {
  const url = URL.parse(baseUrl);
  if (url === null || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    return err("Telegram refused: the base URL must be http(s)://host[:port][/path]");
  }
  const isOwn = (url.protocol === "http:" || url.protocol === "https:") && isLoopback(url.hostname);
  if (!isOwn && url.origin !== TELEGRAM_URL) {
    return err(`Telegram refused: the base URL must be ${TELEGRAM_URL}, or lead to this machine`);
  }
  return ok(`${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`);
}
