import { configJsonSchema, leaves, originOf } from "../config/mod.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { describeOptions, readOptions } from "./options.ts";
import { say, table } from "./terminal.ts";

const HELP = describeOptions("deno task config <check|print|schema> [options]", CONFIG_OPTIONS, [
  "deno task config check --config my.yaml",
  "deno task config print | grep risk",
  "deno task config schema > bulkhead.schema.json",
]);

/** `config check | print | schema`. */
export const configCommand: Command = {
  name: "config",
  summary: "check, print (with the origin of each value) or describe the configuration",
  run(args) {
    const parsed = readOptions("config", CONFIG_OPTIONS, args, 1);
    const [what = "help"] = parsed.positionals;
    if (parsed.values.help || what === "help") {
      say(HELP);
      return EXIT.ok;
    }
    if (what === "schema") say(JSON.stringify(configJsonSchema(), null, 2));
    else if (what === "check") say(`ok: ${leaves(loadConfigFor(parsed).config).length} values, no fault`);
    else if (what === "print") print(loadConfigFor(parsed));
    else throw new Refusal(`Unknown: config ${what}.\n\n${HELP}`);
    return EXIT.ok;
  },
};

function print({ config, origins }: ReturnType<typeof loadConfigFor>): void {
  say(
    table(
      leaves(config).map(([path, value]) => [path, JSON.stringify(value), `# ${originOf(path, origins)}`]),
    ),
  );
}
