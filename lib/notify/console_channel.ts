import type { Notification } from "./notification.ts";
import { oneLine, redactNotification } from "./notification.ts";
import type { Channel } from "./channel.ts";

export interface ConsoleOptions {
  /** line: for people; json: for machines, one object a line. */
  readonly format: "line" | "json";
  readonly stream: "stdout" | "stderr";
  /** Texts that may not be shown, longest first. */
  readonly secrets?: readonly string[];
  /** Takes the bytes of whole lines. @default {the stream of this process} */
  readonly write?: (bytes: Uint8Array) => void;
}

/** A channel that writes one line per notification. A stream that is closed is a failure to be tried again. */
export function createConsole({ format, stream, secrets = [], write }: ConsoleOptions): Channel {
  const put = write ?? ((bytes: Uint8Array) => writeAll(Deno[stream], bytes));
  const encoder = new TextEncoder();
  return {
    deliver(notification) {
      const safe = redactNotification(notification, secrets);
      const line = format === "json" ? jsonLine(safe) : plainLine(safe);
      try {
        put(encoder.encode(`${line}\n`));
        return Promise.resolve({ ok: true });
      } catch (error) {
        const why = `${stream}: ${error instanceof Error ? error.name : "not writable"}`;
        return Promise.resolve({ ok: false, why, mayRetry: true, retryAfterMs: null });
      }
    },
  };
}

const jsonLine = ({ id, level, key, variant, text, atMs }: Notification): string =>
  JSON.stringify({ at: new Date(atMs).toISOString(), level, key, variant, text, id });

/** "2024-01-01T03:00:00.000Z WARNING text [id]"; a text of several lines becomes one. */
const plainLine = ({ id, level, text, atMs }: Notification): string =>
  `${new Date(atMs).toISOString()} ${level.toUpperCase()} ${oneLine(text)} [${id}]`;

function writeAll(to: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += to.writeSync(bytes.subarray(at));
}
