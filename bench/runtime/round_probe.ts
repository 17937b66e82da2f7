import type { TreeHostOptions } from "../../lib/runtime/mod.ts";
import { spawnCell } from "../../lib/runtime/cell/cell_process.ts";

type Spawn = NonNullable<TreeHostOptions["spawn"]>;
type Body = { readonly kind: string; readonly round?: number };

/** One round of stepped delivery as the root's pipes see it, ms. */
export interface RoundTimes {
  /** The first Deliver goes out. */
  readonly deliverMs: number;
  /** The last Handled is in. */
  handledMs: number;
  /** The commit goes out; NaN if this round had none of its own. */
  commitMs: number;
  /** The journal's answer is in. */
  durableMs: number;
}

/** What passes between root and cells, with times. */
export interface RoundProbe {
  /** For TreeHostOptions: starts cells as ever, and looks at what goes through their pipes. */
  readonly spawn: Spawn;
  /** When each cell was spawned, in order, ms. */
  readonly spawnedMs: number[];
  readonly rounds: readonly RoundTimes[];
}

export function createRoundProbe(): RoundProbe {
  const spawnedMs: number[] = [];
  const rounds: RoundTimes[] = [];
  let number = 0;

  function see({ kind, round }: Body): void {
    const nowMs = performance.now();
    const last = rounds.at(-1);
    if (kind === "Deliver" && round !== number) {
      number = round!;
      rounds.push({ deliverMs: nowMs, handledMs: nowMs, commitMs: NaN, durableMs: NaN });
    } else if (last === undefined) return;
    else if (kind === "Handled") last.handledMs = nowMs;
    else if (kind === "JournalRequest") last.commitMs = nowMs;
    else if (kind === "JournalReply") last.durableMs = nowMs;
  }

  const spawn: Spawn = (options) => {
    spawnedMs.push(performance.now());
    const child = spawnCell({
      ...options,
      onReport: (report) => {
        if (report.kind === "Carry") { for (const { body } of report.packets) see(body); }
        options.onReport(report);
      },
    });
    return {
      ...child,
      send: (commands) => {
        for (const command of commands) {
          if (command.kind === "Carry") { for (const { body } of command.packets) see(body); }
        }
        child.send(commands);
      },
    };
  };
  return { spawn, spawnedMs, rounds };
}
