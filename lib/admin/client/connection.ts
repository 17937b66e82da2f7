/// <reference lib="dom" />
import { byId } from "./dom.ts";

/** What the page says of its connection. */
export interface Connection {
  live(): void;
  lost(): void;
}

/** "live", or since when it is not: by the clock on the wall, as that is what one compares it with. */
export function createConnection(onBack: () => void): Connection {
  const place = byId("connection");
  let lastMs = Date.now(), isLive: boolean | null = null;
  return {
    live() {
      lastMs = Date.now();
      if (isLive === true) return;
      const wasLost = isLive === false;
      isLive = true;
      place.textContent = "live";
      place.className = "good";
      if (wasLost) onBack();
    },
    lost() {
      if (isLive === false) return;
      isLive = false;
      place.textContent = `connection lost, last data ${new Date(lastMs).toTimeString().slice(0, 8)}`;
      place.className = "bad";
    },
  };
}
