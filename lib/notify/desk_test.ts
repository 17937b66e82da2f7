import assert from "node:assert/strict";
import { Desk, type DeskOut, type DeskSpec } from "./desk.ts";
import type { Notification } from "./notification.ts";
import { DOWN, note, OUTLET_SPEC, REFUSED, T0 } from "./outlet_fixture.ts";

const SPEC: DeskSpec = {
  repeat: { windowMs: 60_000, topics: 8 },
  outlets: [{ ...OUTLET_SPEC, channel: "console", perWindow: 99 }, {
    ...OUTLET_SPEC,
    ...{ channel: "webhook", minLevel: "warning", perWindow: 99 },
  }],
};

/** A desk whose channels answer at once, by `refuses`; runs until all is quiet. */
function desk(refuses: (channel: string, it: Notification) => typeof DOWN | null = () => null, spec = SPEC) {
  const state = Desk.create(spec);
  const said: string[] = [], ids: string[] = [], levels: string[] = [];
  let nowMs = T0, givenUp = 0;
  const run = (what: (out: DeskOut) => void) => {
    const out: DeskOut = { self: "notifier", nowMs, deliveries: [], givenUp: [] };
    what(out);
    givenUp += out.givenUp.length;
    for (const { channel, notification } of out.deliveries) {
      said.push(`${channel}: ${notification.text}`);
      ids.push(notification.id);
      levels.push(notification.level);
      const failure = refuses(channel, notification);
      const { id } = notification;
      run((next) =>
        failure === null
          ? Desk.delivered(spec, state, channel, id, next)
          : Desk.failed(spec, state, { channel, id, ...failure }, next)
      );
    }
  };
  return {
    ...{ state, said, ids, levels, givenUp: () => givenUp },
    tell: (it: Notification) => run((out) => Desk.tell(spec, state, it, out)),
    pass(ms: number) {
      const endMs = nowMs + ms;
      for (let dueMs; (dueMs = Desk.nextMs(spec, state)) !== null && dueMs <= endMs;) {
        assert.ok(dueMs >= nowMs, "a due time in the past is a loop");
        nowMs = dueMs;
        run((out) => Desk.tick(spec, state, out));
      }
      nowMs = endMs;
    },
  };
}

Deno.test("Desk tells every channel what is for it, under the id it came with", () => {
  const { tell, said, ids } = desk();
  tell(note("reporter#1"));
  tell(note("reporter#2", "warning"));
  assert.deepEqual(said, ["console: reporter#1", "console: reporter#2", "webhook: reporter#2"]);
  assert.deepEqual(ids, ["reporter#1", "reporter#2", "reporter#2"]);
});

Deno.test("Desk counts repeats, and tells of them under ids of its own", () => {
  const { tell, pass, said, ids, state } = desk();
  for (const id of ["r#1", "r#2", "r#3"]) tell(note(id, "warning", { key: "k", text: "again" }));
  pass(60_000);
  const summary = "2 repeats since 2024-01-01 00:00 UTC, the last: again";
  assert.deepEqual(said, ["console: again", "webhook: again", `console: ${summary}`, `webhook: ${summary}`]);
  assert.deepEqual(ids.slice(2), ["notifier/own#1", "notifier/own#1"]);
  assert.deepEqual([state.received, state.repeated], [3, 2]);
});

Deno.test("Desk tells the other channels what one was never brought to take, as loud as it was", () => {
  for (const level of ["warning", "critical"] as const) {
    const { tell, pass, said, levels, givenUp, state } = desk((channel) =>
      channel === "webhook" ? REFUSED : null
    );
    tell(note("r#1", level));
    pass(3_600_000);
    const told = `console: channel webhook did not take a ${level} notification in 1 attempt: HTTP 400`;
    assert.deepEqual(said, ["console: r#1", "webhook: r#1", told]);
    assert.deepEqual(levels, [level, level, level]);
    assert.deepEqual([givenUp(), state.outlets[1].counts.givenUp], [1, 1]);
  }
});

Deno.test("Desk falls silent when no channel takes anything, and remembers the count", () => {
  const { tell, pass, said, state } = desk(() => REFUSED);
  tell(note("r#1", "critical"));
  tell(note("r#2", "critical"));
  pass(7 * 24 * 3_600_000);
  const quiet = said.length;
  assert.ok(quiet < 20, `${quiet} deliveries`);
  pass(7 * 24 * 3_600_000);
  assert.equal(said.length, quiet);
  const untold = state.outlets.map(({ held }) => held.byLevel.critical);
  assert.ok(untold.every((count) => count >= 2), untold.join());
});

Deno.test("Desk serves a channel that is new to its state, and leaves one that is configured no more", () => {
  const { state, tell } = desk(() => DOWN, { ...SPEC, outlets: [SPEC.outlets[0]] });
  tell(note("r#1", "critical"));
  const out: DeskOut = { self: "notifier", nowMs: T0 + 60_000, deliveries: [], givenUp: [] };
  const spec = { ...SPEC, outlets: [SPEC.outlets[1]] };
  Desk.tell(spec, state, note("r#2", "critical"), out);
  Desk.delivered(spec, state, "console", "r#1", out);
  Desk.failed(spec, state, { channel: "console", id: "r#1", ...DOWN }, out);
  assert.deepEqual(out.deliveries.map((it) => `${it.channel} ${it.notification.id}`), ["webhook r#2"]);
});
