/**
 * What the scripts read of .env: names and values, never anything that is executed.
 *
 * @module
 */
import { match, ok, strictEqual } from "node:assert/strict";
import { installed } from "./scripts_fixture.ts";

Deno.test("start.sh hands on what .env says, executes nothing of it, and lets the environment go before it", async () => {
  using place = installed();
  place.putEnv(
    [
      "# a comment",
      "",
      "PLAIN=one two",
      "  export EXPORTED=yes",
      'QUOTED="a # b  "',
      "SINGLE='$HOME `id`'",
      "COMMENTED=value # why",
      "COMMAND=$(touch executed)`touch executed`; touch executed",
      "EQUALS=a=b==",
      "EMPTY=",
      "BACKSLASH=a\\nb\\",
      "WINDOWS=text\r",
      "GIVEN=from the file",
      "LAST=no newline",
    ].join("\n"),
  );
  const said = await place.run("start.sh", { env: { GIVEN: "from outside" } });
  strictEqual(said.code, 0, said.text);
  const seen = place.folder.text("seen.txt").split("\n");
  const expected = [
    "PLAIN=one two",
    "EXPORTED=yes",
    "QUOTED=a # b  ",
    "SINGLE=$HOME `id`",
    "COMMENTED=value",
    "COMMAND=$(touch executed)`touch executed`; touch executed",
    "EQUALS=a=b==",
    "EMPTY=",
    "BACKSLASH=a\\nb\\",
    "WINDOWS=text",
    "GIVEN=from outside",
    "LAST=no newline",
  ];
  for (const line of expected) ok(seen.includes(line), `${line} in:\n${seen.join("\n")}`);
  ok(!place.folder.names().includes("executed"));
});

Deno.test("start.sh refuses a .env that others can read, or that is none, and starts nothing", async () => {
  const cases = [
    { text: "A=1", mode: 0o644, why: /everybody on this machine can read .env.*chmod/ },
    { text: "A=1", mode: 0o604, why: /everybody/ },
    { text: "A=1\ntouch executed", mode: 0o600, why: /line 2 of .env is no NAME=VALUE/ },
    { text: "A$(touch executed)=1", mode: 0o600, why: /line 1 of .env has a name that is not of/ },
    { text: "LD_PRELOAD=./x.so", mode: 0o600, why: /sets LD_PRELOAD, which changes what is run/ },
    { text: "PATH=/tmp", mode: 0o600, why: /sets PATH/ },
  ];
  for (const { text, mode, why } of cases) {
    using place = installed();
    place.putEnv(text, mode);
    const said = await place.run("start.sh");
    strictEqual(said.code, 2, `${text}: ${said.text}`);
    match(said.text, why);
    strictEqual(
      place.folder.names().some((name) => ["seen.txt", "executed", "run"].includes(name)),
      false,
      text,
    );
  }
});

Deno.test("start.sh takes a .env that its owner and group can read", async () => {
  using place = installed();
  place.putEnv("A=1\n", 0o640);
  strictEqual((await place.run("start.sh")).code, 0);
});
