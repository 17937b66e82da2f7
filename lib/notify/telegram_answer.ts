/** What matters of an answer of the Bot API. */
export interface TelegramAnswer {
  readonly ok: boolean;
  /** Seconds to wait, >= 0; null if it does not say. */
  readonly retryAfter: number | null;
  /** True where the chat has got another id. */
  readonly isMigrated: boolean;
}

/** An answer to sendMessage has a few hundred bytes, and the whole message again. */
const MAX_BYTES = 65_536;

/** Reads as much of the body as an answer can have; null where it is none. Rejects as reading does. */
export async function readAnswer({ body }: Response): Promise<TelegramAnswer | null> {
  const text = await readStart(body);
  try {
    return answerOf(JSON.parse(text));
  } catch {
    return null;
  }
}

async function readStart(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return "";
  const reader = body.getReader(), decoder = new TextDecoder();
  let text = "", bytes = 0;
  try {
    while (bytes < MAX_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  } finally {
    reader.releaseLock();
  }
}

function answerOf(json: unknown): TelegramAnswer | null {
  if (typeof json !== "object" || json === null) return null;
  const { ok, parameters } = json as Readonly<Record<string, unknown>>;
  if (typeof ok !== "boolean") return null;
  const given = typeof parameters === "object" && parameters !== null ? parameters : {};
  const { retry_after, migrate_to_chat_id } = given as Readonly<Record<string, unknown>>;
  const isWait = typeof retry_after === "number" && retry_after >= 0;
  return { ok, retryAfter: isWait ? retry_after : null, isMigrated: migrate_to_chat_id !== undefined };
}
