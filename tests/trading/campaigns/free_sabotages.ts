import type { Patch } from "../../program_copy.ts";

/** A guard taken away from the program: a part of the campaign must then find something. */
export interface Sabotage {
  readonly name: string;
  readonly part: "decks" | "keels" | "frozen" | "outage";
  readonly patches: readonly Patch[];
  /** What one of the breaches must say. */
  readonly finds: RegExp;
}

export const SABOTAGES: readonly Sabotage[] = [
  {
    // either of them alone keeps naked times below the limit
    name: "guardian and reconciliation look on",
    part: "decks",
    patches: [{
      file: "lib/trader/guardian/judging.ts",
      find: "  if (!isCovered(cover)) return onNaked(ctx, index, sinceMs);\n",
      replace: "  if (!isCovered(cover) && ctx.nowMs < 0) return onNaked(ctx, index, sinceMs);\n",
    }, {
      file: "lib/trader/reconciliation/acting.ts",
      find: '  if (ours === "") return "guardian places a stop";\n',
      replace: '  if (ours === "" || atMs > 0) return "guardian places a stop";\n',
    }],
    finds: /was naked for|covered again/,
  },
  {
    name: "the exchange takes requests of any age",
    part: "frozen",
    patches: [{
      file: "lib/simulator/commands.ts",
      find: "const isTimely = atMs - sentAtMs <= recvWindowMs && sentAtMs - atMs <= AHEAD_MS;",
      replace: "const isTimely = atMs > recvWindowMs - sentAtMs - AHEAD_MS;",
    }],
    finds: /late and answered/,
  },
  {
    name: "who protects waits for the store",
    part: "outage",
    patches: [{
      file: "actors/paper_cells.ts",
      find: '    if (placement.delivery === "stepped") return {};\n',
      replace: "    if (placement.snapshotEvery > 0 || name) return {};\n",
    }],
    finds: /no emergency log was written|was naked for|covered again/,
  },
  {
    // the latches alone are not enough to take away: no decision leaves its actor before it is written
    name: "entries go on without a store",
    part: "outage",
    patches: [{
      file: "actors/risk/behavior.ts",
      find: 'message.kind === "StoreDegraded", nowMs, out);',
      replace: "nowMs < 0, nowMs, out);",
    }, {
      file: "lib/trader/orders/reducer.ts",
      find: 'state.isDegraded = kind === "StoreDegraded";',
      replace: 'state.isDegraded = kind === "StoreDegraded" && nowMs < 0;',
    }, {
      file: "lib/runtime/worker/journal_server.ts",
      find: "    return DONE;\n  } catch (error) {\n",
      replace:
        "    return DONE;\n  } catch (error) {\n    if (error instanceof CommitUnavailable) return DONE;\n",
    }],
    finds: /entries were sent while there was no store/,
  },
  {
    name: "what was handled is taken again",
    part: "keels",
    patches: [{
      file: "lib/runtime/delivery/link_in.ts",
      find: "    if (envelope.seq <= link.accepted) {\n",
      replace: "    if (envelope.seq <= link.accepted && envelope.seq < 0) {\n",
    }],
    // the store is the second to refuse it: nothing gets as far as a position
    finds:
      /booked twice|accepted twice|ended with 70|before .* is back|the keel is back|: there is a position/,
  },
];
