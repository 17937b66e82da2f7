import { strictEqual } from "node:assert/strict";
import { parseUtcMs } from "./utc_time.ts";

const NOON = Date.UTC(2020, 1, 29, 12, 0, 0);

Deno.test("parseUtcMs() reads ISO times as UTC, milliseconds and microseconds", () => {
  const table: readonly [string, number][] = [
    ["2020-02-29 12:00:00", NOON],
    ["2020-02-29T12:00:00Z", NOON],
    ["2020-02-29T12:00:00.000Z", NOON],
    ["2020-02-29 12:00", NOON],
    ["2020-02-29 12:00:00+00:00", NOON],
    ["2020-02-29 12:00:00 UTC", NOON],
    ["2020-02-29", NOON - 12 * 3_600_000],
    ["2020-02-29 12:00:00.007", NOON + 7],
    ["2020-02-29 12:00:00.007999", NOON + 7],
    ["2020-02-29 12:00:00.5", NOON + 500],
    [String(NOON), NOON],
    [`${NOON}123`, NOON],
  ];
  for (const [text, want] of table) strictEqual(parseUtcMs(text), want, text);
});

Deno.test("parseUtcMs() gives NaN for what is no UTC time, or no plausible one", () => {
  const bad = [
    ...[
      "",
      "now",
      "2020-02-30",
      "2020-13-05",
      "2020-00-01",
      "2021-02-29",
      "2020-02-29 24:00:00",
      "2020-02-29 12:60:00",
    ],
    ...[
      "2020-02-29 12:00:60",
      "2020-02-29 12:00:00+05:30",
      "29.02.2020",
      "2020-2-9",
      "1999-01-01",
      "2020-02-29 12",
    ],
    ...[
      "1582934400",
      "0",
      "-1582934400000",
      "1.5829e12",
      "158293440000000",
      "1582977600000.5",
      "0x16FF5F7E000",
    ],
  ];
  for (const text of bad) strictEqual(parseUtcMs(text), NaN, text);
});
