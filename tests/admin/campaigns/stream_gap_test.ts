import assert from "node:assert/strict";
import { createEventTail } from "../../../actors/admin/event_tail.ts";
import { eventView } from "../../../actors/admin/event_views.ts";
import { createEventStreams } from "../../../lib/admin/stream/event_streams.ts";
import { createListener } from "../../../lib/admin/stream/journal_fixture.ts";
import { ROOT_WRITER } from "../../../lib/runtime/mod.ts";
import { onEachDatabase } from "../../../lib/store/testdata/databases_fixture.ts";
import {
  batch,
  BINDING,
  fill,
  handled,
  SAMPLES,
  T0,
} from "../../../lib/store/testdata/sample_events_fixture.ts";

const HOUR_MS = 3_600_000;
const UNITS = { currency: "USDT", instruments: [] };

onEachDatabase(
  "a client that resumes from before what retention has kept is told so, over a store",
  async (place) => {
    let wallMs = 1_800_000_000_000, round = 0;
    const store = place.createStore(() => wallMs);
    store.bind(BINDING);
    const epoch = store.raiseEpoch(ROOT_WRITER);
    const record = (kind: "HandleChanged" | "FillBooked") => {
      round += 1;
      const event = kind === "FillBooked" ? fill(`f${round}`, T0 + round) : SAMPLES.CommandRefused;
      store.commit(batch(round, [handled("a", round, { events: [event] })]), epoch);
    };
    const reader = place.openReader();
    const tail = createEventTail({ reader, units: UNITS, onEvent() {} });
    const streams = createEventStreams({
      events: ({ afterSeq, limit }) =>
        reader.eventsAfter(afterSeq, limit).map((event) => eventView(event, UNITS)),
      lastSeq: () => tail.lastSeq,
      onEvents: (listener) => tail.listen(listener),
    }, {
      ...{ maxClients: 2, bufferBytes: 65_536, recentEvents: 16, heartbeatMs: 1000, every: () => () => {} },
      onFault: (error) => assert.fail(String(error)),
    });
    try {
      for (let i = 0; i < 20; i++) record(i === 9 ? "FillBooked" : "HandleChanged");
      wallMs += 2 * HOUR_MS;
      for (let i = 0; i < 3; i++) record("HandleChanged");
      tail.poll();
      const { events } = store.prune({ keepHours: 1 }, { maxMs: 60_000 });
      assert.ok(events > 10, `${events} events went`);
      const listener = createListener(streams.open(5, { mayListen: () => true })!);
      while (listener.ids().at(-1) !== 23) assert.ok(await listener.take());
      const [{ from, to }] = listener.heard.filter(({ event }) => event === "gap").map(({ data }) =>
        JSON.parse(data)
      );
      const kept = reader.eventsAfter(5, 100).map(({ id }) => id);
      assert.deepEqual(listener.ids(), kept);
      assert.ok(kept.includes(10) && !kept.includes(6));
      assert.deepEqual([from, to], [6, 20]);
      await listener.leave();
    } finally {
      reader.close();
      store.close();
    }
  },
);
