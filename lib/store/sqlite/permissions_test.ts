import assert from "node:assert/strict";
import { withPlace } from "../testdata/databases_fixture.ts";
import { BINDING, freeBatch, handled, SAMPLES } from "../testdata/sample_events_fixture.ts";

const MIGRATIONS = new URL("../../../migrations", import.meta.url);

/** What the confined worker answers: the newest event, or why it has none. */
async function askConfined(path: string, read: (string | URL)[]): Promise<unknown> {
  const none = {
    write: false,
    net: false,
    sys: false,
    run: false,
    ffi: false,
    env: false,
    import: false,
  } as const;
  const script = new URL("../testdata/confined_reader_fixture.ts", import.meta.url);
  const worker = new Worker(
    script,
    { type: "module", deno: { permissions: { ...none, read } } } as WorkerOptions,
  );
  try {
    worker.postMessage(path);
    return await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  } finally {
    worker.terminate();
  }
}

Deno.test("a worker reads a store with read of its file and of the migrations, open or closed", async () => {
  await withPlace("sqlite", async (place) => {
    const store = place.createStore();
    store.bind(BINDING);
    const epoch = store.raiseEpoch("w");
    store.commit(freeBatch([handled("a", 1, { events: [SAMPLES.LatchChanged] })]), epoch);
    assert.equal(await askConfined(place.address, [MIGRATIONS, place.address]), 1);
    store.close();
    assert.equal(await askConfined(place.address, [MIGRATIONS, place.address]), 1);
    assert.match(String(await askConfined(place.address, [MIGRATIONS])), /Requires read access to/);
  });
});
