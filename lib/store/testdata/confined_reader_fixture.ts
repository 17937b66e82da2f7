// Started as a worker by permissions_test.ts with few permissions: reads a store in a file.
/// <reference lib="deno.worker" />
import { openSqliteReader } from "../mod.ts";

self.onmessage = ({ data: path }: MessageEvent<string>) => {
  try {
    const reader = openSqliteReader(path);
    const id = reader.lastEventId();
    reader.close();
    self.postMessage(id);
  } catch (error) {
    self.postMessage(String(error));
  }
};
