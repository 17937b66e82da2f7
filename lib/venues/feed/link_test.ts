import assert from "node:assert/strict";
import { backoffMs } from "./backoff.ts";
import { optionsFor } from "./feed_fixture.ts";
import { Link } from "./link.ts";
import { Quota } from "./quota.ts";

const SPEC = optionsFor({
  retryFirstMs: 1_000,
  retryMaxMs: 8_000,
  retryJitterPct: 0,
  renewAfterMs: 3_600_000,
});

Deno.test("backoffMs() doubles up to its maximum and jitters around it", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 99].map((nth) => backoffMs(SPEC, nth, 0.5)),
    [1, 2, 4, 8, 8, 8].map((s) => s * 1_000),
  );
  const jittered = { ...SPEC, retryJitterPct: 25 };
  assert.deepEqual([0, 0.5, 1].map((draw) => backoffMs(jittered, 1, draw)), [750, 1_000, 1_250]);
});

Deno.test("Link.due() dials, gives a dial up, and waits longer each time", () => {
  const link = Link.create("socket", 0);
  const waits: number[] = [];
  let nowMs = 0;
  for (let i = 0; i < 5; i++) {
    assert.deepEqual(Link.due(link, SPEC, nowMs, 0.5), { do: "dial" });
    assert.equal(Link.due(link, SPEC, nowMs + SPEC.callMs - 1, 0.5), null);
    nowMs += SPEC.callMs;
    assert.equal(Link.due(link, SPEC, nowMs, 0.5)?.do, "drop");
    waits.push(link.dialMs - nowMs);
    nowMs = link.dialMs;
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 8_000]);
  assert.equal(link.attempt, 5);
});

Deno.test("Link.due() drops a socket that brings nothing, and renews one that is old", () => {
  const link = Link.create("socket", 0);
  Link.due(link, SPEC, 0, 0.5);
  Link.opened(link, 100);
  Link.heard(link, 10_000);
  assert.equal(Link.due(link, SPEC, 10_000 + SPEC.staleAfterMs - 1, 0.5), null);
  const act = Link.due(link, SPEC, 10_000 + SPEC.staleAfterMs, 0.5);
  assert.ok(act?.do === "drop" && act.isSilence);
  Link.due(link, SPEC, link.dialMs, 0.5);
  Link.opened(link, 30_000);
  Link.heard(link, 3_629_000);
  const renewal = Link.due(link, SPEC, 3_630_000, 0.5);
  assert.ok(renewal?.do === "drop" && !renewal.isSilence);
  assert.deepEqual(Link.due(link, SPEC, 3_630_000, 0.5), { do: "dial" }, "a renewal does not wait");
});

Deno.test("Link.heard() forgives failures only to a socket that has lived", () => {
  const link = Link.create("socket", 0);
  for (let i = 0; i < 3; i++) {
    Link.due(link, SPEC, link.dialMs, 0.5);
    Link.opened(link, link.dialMs);
    Link.heard(link, link.dialMs + 1_000);
    Link.lost(link, SPEC, link.dialMs + 1_000, 0.5);
  }
  assert.equal(link.failures, 3, "a flapping socket goes on waiting longer");
  Link.due(link, SPEC, link.dialMs, 0.5);
  Link.opened(link, link.dialMs);
  Link.heard(link, link.dialMs + 30_000);
  assert.equal(link.failures, 0);
});

Deno.test("Link.due() dials nothing where REST is the transport", () => {
  const link = Link.create("rest", 0);
  assert.equal(Link.due(link, SPEC, 1e9, 0.5), null);
});

Deno.test("Quota.take() lets no minute see more than its weight, and nobody during a pause", () => {
  const quota = Quota.create(600, 0);
  const takenMs: number[] = [];
  for (let ms = 0; ms < 600_000; ms += 100) if (Quota.take(quota, 2, 600, ms)) takenMs.push(ms);
  for (const fromMs of takenMs) {
    const inMinute = takenMs.filter((ms) => ms >= fromMs && ms < fromMs + 60_000).length * 2;
    assert.ok(inMinute <= 602, `${inMinute} from ${fromMs}`);
  }
  assert.ok(takenMs.length > 1_500);
  Quota.pause(quota, 700_000);
  Quota.pause(quota, 650_000);
  assert.equal(Quota.take(quota, 1, 600, 699_999), false);
  assert.equal(Quota.take(quota, 1, 600, 700_000), true);
});
