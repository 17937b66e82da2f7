/**
 * Shows that "stream" can fail: takes one guard after the other away from a copy of the program:
 * `stream_sabotage.ts [--only 0]`. Exit code 1 if one is not found.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { stream } from "./stream.ts";
import { playAdminSabotages, type Sabotage } from "./stream_sabotages.ts";

const STREAM_SABOTAGES: readonly Sabotage[] = [
  {
    name: "the tail skips one event in 500",
    patches: [{
      file: "actors/admin/event_tail.ts",
      find: "events.map((event) => eventView(event, units));",
      replace: "events.filter(({ id }) => id % 500 !== 0).map((event) => eventView(event, units));",
    }],
    finds: /^client \d+: after \d+ it was told of \d+ where the store has \d+/,
  },
  {
    name: "who joins is told the last event again",
    patches: [{
      file: "lib/admin/stream/event_streams.ts",
      find: "const sentSeq = after === null || isReset ? lastSeq : after;",
      replace: "const sentSeq = after === null || isReset ? lastSeq : after - 1;",
    }],
    finds: /^client \d+: after \d+ it was told of \d+ where the store has \d+/,
  },
  {
    name: "who does not keep up is kept, and misses some",
    // both: either drops those that the other would
    patches: [{
      file: "lib/admin/stream/event_streams.ts",
      find: 'else if (!tell(client, batch, encoded)) drop(hub, client, "The client is too slow");',
      replace: "else tell(client, batch, encoded);",
    }, {
      file: "lib/admin/stream/event_streams.ts",
      find: 'else if (!client.hasTaken) drop(hub, client, "The client takes nothing");',
      replace: "",
    }],
    finds: /never dropped/,
  },
];

const OPTIONS = { clients: 4, minutes: 0.3, "bars-per-second": 50 };

if (import.meta.main) {
  await Campaign.run(
    "stream:sabotage",
    () => Campaign.readNumbers(Deno.args, { only: 0 }),
    (it, { only }, folder) =>
      playAdminSabotages(it, { sabotages: STREAM_SABOTAGES, only, folder }, async (inner, program) => {
        const copy: typeof import("../demo_fixture.ts") = await import(
          `file://${program}/tests/admin/demo_fixture.ts`
        );
        await stream(inner, OPTIONS, copy.startDemo);
      }),
  );
}
