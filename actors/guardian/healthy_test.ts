import assert from "node:assert/strict";
import { ADDRESS } from "../addresses.ts";
import { BARS, playHealthy } from "./healthy_fixture.ts";

Deno.test("guardian changes nothing of a healthy stepped run: it looks once a bar, and that is all", () => {
  const plain = playHealthy(null), watched = playHealthy(ADDRESS.guardian);
  assert.ok(plain.events.filter((text) => text.includes("FillBooked")).length >= 3);
  assert.deepEqual(watched.events, plain.events);
  assert.deepEqual(watched.sent, { QueryAccount: BARS + 1 });
});
