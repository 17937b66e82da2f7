import type { TelegramOptions } from "./telegram.ts";
import type { Answer } from "./webhook_fixture.ts";

/** For tests: a token of the right shape, and its secret half. */
export const TOKEN = "987654321:AAH-planted_telegram_secret_000000";
export const TOKEN_SECRET = TOKEN.split(":")[1];
export const CHAT = "-1001234567890";

/** For tests: options for a Bot API at this port, quick. */
export function telegramAt(port: number, change: Partial<TelegramOptions> = {}): TelegramOptions {
  return {
    ...{ token: TOKEN, chat: CHAT, baseUrl: `http://127.0.0.1:${port}` },
    ...{ deadlineMs: 2_000, tries: 3 },
    retry: { firstMs: 20, factor: 2, maxMs: 100, jitterPct: 0 },
    ...change,
  };
}

/** For tests: an answer as the Bot API gives it. */
export function telegramAnswer(
  status: number,
  parameters: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Answer {
  const body = status === 200
    ? { ok: true, result: { message_id: 1, text: "the message again" } }
    // a description may hold anything; nothing of it is told
    : { ok: false, error_code: status, description: `Telegram's words, ${TOKEN}`, parameters };
  return () => new Response(JSON.stringify(body), { status, headers });
}
