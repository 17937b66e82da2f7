import assert from "node:assert/strict";
import { findCommand } from "../cli/commands.ts";
import { flagCases, packedCommands } from "./dist_commands.ts";
import type { Manifest } from "./dist_packages.ts";

const MANIFEST: Manifest = {
  imports: {},
  tasks: {
    start: { command: "deno run --no-prompt --frozen --allow-read --allow-net main.ts start" },
    help: "deno run --no-prompt --allow-env main.ts help",
    test: "deno test -A",
    campaign: "deno run -A tools/campaign.ts",
  },
};

Deno.test("packedCommands() gives each command the permissions of its task, and nothing fetched or asked", () => {
  const always = ["--no-prompt", "--frozen", "--cached-only"];
  assert.deepEqual(packedCommands(MANIFEST), [
    { name: "start", flags: [...always, "--allow-read", "--allow-net"] },
    { name: "help", flags: [...always, "--allow-env"] },
  ]);
});

Deno.test("packedCommands() refuses a task that may do everything", () => {
  const tasks = { ...MANIFEST.tasks, start: "deno run -A main.ts start" };
  assert.throws(() => packedCommands({ ...MANIFEST, tasks }), /start as its task must list its permissions/);
});

Deno.test("flagCases() makes lines of a shell's case, with help for whatever else is typed", () => {
  assert.equal(
    flagCases(packedCommands(MANIFEST)),
    "  start) flags='--no-prompt --frozen --cached-only --allow-read --allow-net' ;;\n" +
      "  *) flags='--no-prompt --frozen --cached-only --allow-env' ;;",
  );
});

Deno.test("every command that a task starts is one of the program, and every command has a task", async () => {
  const manifest: Manifest = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const names = packedCommands(manifest).map(({ name }) => name);
  for (const name of names) assert.ok(findCommand(name) !== undefined, name);
  const { help } = await import("../cli/commands.ts");
  const listed = [...help().matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name);
  assert.deepEqual(
    listed.filter((name) => !names.includes(name)),
    [],
    "commands without a task have no permissions when packed",
  );
});
