// Started as a worker by permissions_test.ts with few permissions: uses a store on a server.
/// <reference lib="deno.worker" />
import { createPostgresStore } from "../mod.ts";

self.onmessage = ({ data: url }: MessageEvent<string>) => {
  try {
    const store = createPostgresStore({ url, nowMs: () => 1, waitMs: 20_000, startMs: 30_000 });
    const epoch = store.raiseEpoch("confined");
    store.close();
    self.postMessage(epoch.number);
  } catch (error) {
    self.postMessage(String(error));
  }
};
