import assert from "node:assert/strict";
import { oneLine, readNotification, readTelling } from "./notification.ts";
import { note } from "./outlet_fixture.ts";

Deno.test("oneLine() leaves one printable line of bounded length", () => {
  const cases = [
    ["plain", "plain"],
    ["two\nlines\r\nand\ta tab", "two lines and a tab"],
    ["\u001b[31mred\u001b[0m", "[31mred [0m"],
    ["line\u2028separator", "line separator"],
    ["a lone \ud800 surrogate", "a lone \ufffd surrogate"],
    ["  spaces  ", "spaces"],
  ];
  for (const [text, line] of cases) assert.equal(oneLine(text), line);
  assert.equal(oneLine("x".repeat(1_001)), "x".repeat(999) + "…");
  // a pair is not cut in half
  assert.ok(oneLine("x".repeat(998) + "😀😀").isWellFormed());
});

Deno.test("readNotification() gives the notification and nothing else that the message holds", () => {
  const it = note("reporter#7", "critical");
  assert.deepEqual(readNotification({ kind: "Deliver", ...it, channel: "console" }), it);
  const { id: _, ...telling } = it;
  assert.deepEqual(readTelling({ kind: "Notify", ...it }), telling);
});

Deno.test("readNotification() throws on what is malformed, without repeating it", () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ level: "fatal" }, /'level' must be info, warning, critical: current value is a text of 5 characters$/],
    [{ level: undefined }, /'level' must be .*: current value is a undefined$/],
    [{ key: "" }, /'key' must be a text of 1 to 200 characters: current value is a text of 0 characters$/],
    [{ key: "k".repeat(201) }, /'key'/],
    [{ variant: null }, /'variant'/],
    [{ text: 7 }, /'text' must be a text of 1 to 1000 characters: current value is a number$/],
    [{ text: "s3cret".repeat(500) }, /'text' must be .*: current value is a text of 3000 characters$/],
    [{ atMs: NaN }, /'atMs' must be a time in ms: current value is a number$/],
    [{ atMs: 9e15 }, /'atMs'/],
    [{ atMs: "1" }, /'atMs'/],
    [{ id: "a b" }, /'id' must be printable ASCII without spaces/],
    [{ id: "a\r\nx-header: 1" }, /'id'/],
    [{ id: "ü" }, /'id'/],
    [{ id: undefined }, /'id'/],
  ];
  for (const [change, expected] of cases) {
    assert.throws(() => readNotification({ ...note("a"), ...change }), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.message, expected);
      assert.ok(!error.message.includes("s3cret"));
      return true;
    });
  }
  assert.throws(() => readTelling(null), /an object is needed/);
});
