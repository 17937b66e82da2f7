import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { KILL_SIGNAL } from "./kill_switch.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { describeOptions, readOptions } from "./options.ts";
import { runPlace } from "./run_place.ts";
import { playingPid } from "./run_lock.ts";
import { say } from "./terminal.ts";

const HELP = describeOptions("deno task flatten [options]", CONFIG_OPTIONS, [
  "deno task flatten",
  "deno task flatten --store run/other.sqlite",
]);

/** `flatten`: the kill switch of a run that another process plays. */
export const flattenCommand: Command = {
  name: "flatten",
  summary: "close every position of the running process at the market, and keep entries off",
  run(args) {
    const parsed = readOptions("flatten", CONFIG_OPTIONS, args);
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const place = runPlace(parsed, loadConfigFor(parsed).config);
    const pid = playingPid(place);
    if (pid === null) {
      throw new Refusal(
        `Cannot flatten ${place.name} as no process plays it: start it first, or name its --store.`,
      );
    }
    Deno.kill(pid, KILL_SIGNAL);
    say(
      `Told process ${pid} to close everything. The dashboard shows when it is flat; entries stay off until it is re-armed there.`,
    );
    return EXIT.ok;
  },
};
