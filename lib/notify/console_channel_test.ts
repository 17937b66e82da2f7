import assert from "node:assert/strict";
import { type ConsoleOptions, createConsole } from "./console_channel.ts";
import { note } from "./outlet_fixture.ts";

function written(options: Partial<ConsoleOptions> = {}) {
  const lines: string[] = [];
  const write = (bytes: Uint8Array) => void lines.push(new TextDecoder().decode(bytes));
  return { lines, channel: createConsole({ format: "line", stream: "stderr", write, ...options }) };
}

Deno.test("createConsole() writes one line, whatever the text holds", async () => {
  const { lines, channel } = written();
  const text = "stop filled\n2024-01-01T00:00:00.000Z CRITICAL forged\u001b[2J";
  assert.deepEqual(await channel.deliver(note("r#1", "warning", { text })), { ok: true });
  assert.deepEqual(lines, [
    "2024-01-01T00:00:00.000Z WARNING stop filled 2024-01-01T00:00:00.000Z CRITICAL forged [2J [r#1]\n",
  ]);
});

Deno.test("createConsole() writes JSON lines for machines", async () => {
  const { lines, channel } = written({ format: "json" });
  await channel.deliver(note("r#1", "info", { text: "two\nlines" }));
  assert.equal(lines[0].split("\n").length, 2);
  assert.deepEqual(JSON.parse(lines[0]), {
    ...{
      at: "2024-01-01T00:00:00.000Z",
      level: "info",
      key: "key/r#1",
      variant: "",
      text: "two\nlines",
      id: "r#1",
    },
  });
});

Deno.test("createConsole() shows no secret", async () => {
  for (const format of ["line", "json"] as const) {
    const { lines, channel } = written({ format, secrets: ["s3cret-token"] });
    await channel.deliver(note("r#1", "info", { text: "it says s3cret-token" }));
    assert.ok(lines[0].includes("it says [secret]") && !lines[0].includes("s3cret"), lines[0]);
  }
});

Deno.test("createConsole() reports a stream that takes nothing", async () => {
  const write = () => {
    throw new Deno.errors.BrokenPipe("closed");
  };
  const outcome = await written({ write }).channel.deliver(note("r#1"));
  assert.deepEqual(outcome, { ok: false, why: "stderr: BrokenPipe", mayRetry: true, retryAfterMs: null });
});
