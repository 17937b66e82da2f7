/// <reference lib="dom" />
import type { EventView } from "../views.ts";

/** Names under which events come, and those of the stream's own. */
const GROUPS = [
  "message",
  "decision",
  "order",
  "fill",
  "trade",
  "position",
  "regime",
  "money",
  "risk",
  "operator",
  "config",
  "system",
];
/** The server gives a sign of life every ten seconds; after two and a half of them it is gone. */
const SILENCE_MS = 25_000;
const RETRY_MS = 3_000;

/** Who is told what. */
export interface StreamListener {
  onEvent(event: EventView): void;
  /** Events were missed: everything has to be read anew. */
  onReset(): void;
  onLive(): void;
  onLost(): void;
}

/** Follows the journal from event `after` on, for as long as the page lives. The browser itself resumes after a break. */
export function follow(after: number, listener: StreamListener): void {
  let lastSeq = after, newestSeq = after, heardMs = performance.now(), source = open();

  function open(): EventSource {
    const opened = new EventSource(`/api/stream?after=${lastSeq}`);
    const heard = () => {
      heardMs = performance.now();
      listener.onLive();
    };
    opened.addEventListener("open", heard);
    opened.addEventListener("heartbeat", heard);
    opened.addEventListener("hello", (message: MessageEvent<string>) => {
      heard();
      const hello = JSON.parse(message.data);
      newestSeq = hello.lastSeq;
      if (hello.isReset !== true) return;
      // another journal, whose numbers begin anew
      lastSeq = hello.after;
      listener.onReset();
    });
    opened.addEventListener("gap", (message: MessageEvent<string>) => {
      heard();
      if (JSON.parse(message.data).to <= lastSeq) return;
      // what is left of the past is in what is read anew
      lastSeq = Math.max(lastSeq, newestSeq);
      listener.onReset();
    });
    const take = (message: MessageEvent<string>) => {
      heard();
      const event: EventView = JSON.parse(message.data);
      // after a break events may come again
      if (event.seq <= lastSeq) return;
      lastSeq = event.seq;
      listener.onEvent(event);
    };
    for (const name of GROUPS) opened.addEventListener(name, take);
    opened.addEventListener("error", () => {
      listener.onLost();
      if (opened.readyState === EventSource.CLOSED) setTimeout(reopen, RETRY_MS);
    });
    return opened;
  }

  function reopen(): void {
    source.close();
    heardMs = performance.now();
    source = open();
  }

  setInterval(() => {
    if (performance.now() - heardMs <= SILENCE_MS) return;
    listener.onLost();
    reopen();
  }, 5_000);
}
