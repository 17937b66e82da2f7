import { deepStrictEqual } from "node:assert/strict";
import type { Notice } from "../lib/runtime/mod.ts";
import { factOf } from "./notice_facts.ts";

const AT = { atMs: 7 };
const TABLE: readonly (readonly [string, Notice, ReturnType<typeof factOf>])[] = [
  [
    "a restart, with its reason",
    {
      ...AT,
      kind: "Restarting",
      id: "deck-1",
      reason: { kind: "crash", detail: "boom" },
      delayMs: 100,
      restartsInPeriod: 2,
    },
    { ...AT, kind: "PartRestarted", part: "deck-1", reason: "crash: boom", restarts: 2 },
  ],
  [
    "a restart whose reason has no detail",
    {
      ...AT,
      kind: "Restarting",
      id: "feed",
      reason: { kind: "silence", detail: "" },
      delayMs: 1,
      restartsInPeriod: 1,
    },
    { ...AT, kind: "PartRestarted", part: "feed", reason: "silence", restarts: 1 },
  ],
  [
    "a poison message",
    {
      ...AT,
      kind: "Judged",
      verdict: { actor: "notifier", messageId: "reporter#9", action: "quarantine" },
    } as Notice,
    { ...AT, kind: "MessagePoisoned", actor: "notifier", messageId: "reporter#9", action: "quarantine" },
  ],
  [
    "nothing of what is no news",
    { ...AT, kind: "Dropped", id: "x", reason: { kind: "crash", detail: "" } },
    null,
  ],
];

for (const [name, notice, fact] of TABLE) {
  Deno.test(`factOf() tells ${name}`, () => deepStrictEqual(factOf(notice), fact));
}
