import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../lib/core/mod.ts";
import { deskSpec, notifyConfig } from "../../lib/notify/mod.ts";
import { LANE, type Step } from "../../lib/runtime/mod.ts";
import { ctxAt } from "../session_fixture.ts";
import { notifierBehavior, type NotifierState } from "./behavior.ts";
import type { DeliveryAnswer, Notify } from "./messages.ts";

const T = Date.UTC(2024, 0, 1);
const config = notifyConfig.parse({
  ...{ webhook: { enabled: true }, retry_jitter_pct: 0 },
  ...{ retry_first_seconds: 1, give_up_minutes: 0, give_up_critical_minutes: 1 },
});
const notifier = notifierBehavior({ desk: deskSpec(config), portOf: (channel) => `port/${channel}` });
type Message = Parameters<typeof notifier.step>[1];

const notify = (level: Notify["level"], change: Partial<Notify> = {}): Notify => ({
  ...{ kind: "Notify", level, key: "k", variant: "", text: "something", atMs: T, ...change },
});
const delivered = (channel: string): DeliveryAnswer => ({
  kind: "NotificationDelivered",
  id: "sender#1",
  channel,
});
const refused = (channel: string, mayRetry: boolean): DeliveryAnswer => ({
  ...{ kind: "NotificationFailed", id: "sender#1", channel, why: "HTTP 503", mayRetry, retryAfterMs: null },
});

/** A notifier through some messages, each so many ms after the start; the last step. */
function after(...messages: [number, Message][]): Step<NotifierState> {
  let step: Step<NotifierState> = { state: notifier.init(), events: [], sends: [], timers: [] };
  for (const [ms, message] of messages) step = notifier.step(step.state, message, ctxAt(T + ms));
  return step;
}

Deno.test("notifier asks each channel's port to deliver, under the id of the message that asked", () => {
  const step = after([0, notify("warning")]);
  const body = (channel: string) => ({
    ...{ kind: "Deliver", channel, attempt: 1, id: "sender#1", level: "warning" },
    ...{ key: "k", variant: "", text: "something", atMs: T },
  });
  assert.deepEqual(step.sends, [
    { to: "port/console", lane: LANE.control, body: body("console") },
    { to: "port/webhook", lane: LANE.control, body: body("webhook") },
  ]);
  assert.deepEqual(step.timers, [{ op: "set", name: "due", dueMs: T + 120_000 }]);
  assert.deepEqual(after([0, notify("info")]).sends.map((send) => send.to), ["port/console"]);
});

Deno.test("notifier sets its timer only when that changes, and clears it when nothing is due", () => {
  const asked: [number, Message][] = [[0, notify("warning")], [1, delivered("console")]];
  assert.deepEqual(after(...asked).timers, []);
  assert.deepEqual(after(...asked, [2, delivered("webhook")]).timers, [{ op: "clear", name: "due" }]);
});

Deno.test("notifier repeats by its timer what a channel did not take", () => {
  const failed: [number, Message][] = [
    [0, notify("critical")],
    [5, delivered("console")],
    [10, refused("webhook", true)],
  ];
  assert.deepEqual(after(...failed).timers, [{ op: "set", name: "due", dueMs: T + 1_010 }]);
  const [{ to, body }] = after(...failed, [1_010, { kind: "TimerFired", name: "due" }]).sends;
  assert.deepEqual([to, (body as { attempt?: number }).attempt], ["port/webhook", 2]);
});

Deno.test("notifier sets a timer again that fired too early to do anything", () => {
  const { sends, timers } = after([0, notify("critical")], [1, { kind: "TimerFired", name: "due" }]);
  assert.deepEqual([sends, timers], [[], [{ op: "set", name: "due", dueMs: T + 120_000 }]]);
});

Deno.test("notifier journals what it gives up, and says so on the other channel", () => {
  const step = after([0, notify("critical")], [5, delivered("console")], [10, refused("webhook", false)]);
  assert.equal(step.events.length, 1);
  const { kind, channel, attempts, why } = step.events[0] as unknown as Record<string, unknown>;
  assert.deepEqual([kind, channel, attempts, why], ["NotificationGivenUp", "webhook", 1, "HTTP 503"]);
  assert.deepEqual(step.sends.map((send) => send.to), ["port/console"]);
});

Deno.test("notifier throws on what is malformed and on strangers, and takes the store's health", () => {
  assert.throws(() => after([0, notify("critical", { text: "" })]), TypeError);
  assert.throws(
    () => after([0, { kind: "Deliver" } as unknown as Message]),
    /Deliver is no message of the notifier/,
  );
  assert.deepEqual(after([0, { kind: "StoreDegraded", atMs: T }]).sends, []);
});

Deno.test("notifier goes on from a snapshot taken while a delivery is under way", () => {
  const middle = after([0, notify("critical")]);
  const restored = decodeState(encodeState(middle.state)) as NotifierState;
  const plain = notifier.step(middle.state, refused("webhook", true), ctxAt(T + 9));
  const again = notifier.step(restored, refused("webhook", true), ctxAt(T + 9));
  assert.deepEqual([again.sends, again.timers, again.events], [plain.sends, plain.timers, plain.events]);
  assert.equal(encodeState(again.state), encodeState(plain.state));
});
