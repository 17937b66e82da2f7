import assert from "node:assert/strict";
import { onPostgres } from "../testdata/databases_fixture.ts";

/** Folders that are read: the schema, and the code of the driver's thread, which is a worker in the worker. */
const READ = ["../../../migrations/postgres", "..", "../../core"].map((path) =>
  new URL(path, import.meta.url)
);
/** Names that postgres.js asks for; in a process started with --ignore-env none need be granted. */
const ENV = ["PGAPPNAME", "PGTARGETSESSIONATTRS"];

/** What the confined worker answers: the number of its epoch, or why there is none. */
async function askConfined(url: string, net: string[]): Promise<unknown> {
  const none = { write: false, sys: false, run: false, ffi: false, import: false } as const;
  const permissions = { ...none, net, read: READ, env: ENV };
  const script = new URL("../testdata/confined_fixture.ts", import.meta.url);
  const worker = new Worker(script, { type: "module", deno: { permissions } } as WorkerOptions);
  try {
    worker.postMessage(url);
    return await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  } finally {
    worker.terminate();
  }
}

onPostgres(
  "a worker uses a store with net to the server, read of schema and driver, and two names of env",
  async (place) => {
    const { host } = new URL(place.address);
    assert.equal(await askConfined(place.address, [host]), 1);
    assert.match(String(await askConfined(place.address, ["127.0.0.1:1"])), /Requires net access to/);
  },
);
