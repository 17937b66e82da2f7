import {
  ADDRESS,
  type AdminNote,
  type FreeWorld,
  type RestartTold,
  type SetMarketSpeed,
  type TreeTold,
} from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import type { Notice, TreeHost } from "../lib/runtime/mod.ts";
import type { OperatorAsked } from "../lib/trader/mod.ts";
import { reasonText } from "./notice_facts.ts";
import { complain, say } from "./terminal.ts";

/** The root's side of the admin server: what it asks for becomes a message to risk, which journals it. */
export interface AdminDesk {
  onNotice(notice: Notice): void;
  close(): void;
}

export interface AdminDeskOptions {
  readonly host: TreeHost;
  readonly world: FreeWorld;
  /** null: the market sets its own pace. */
  readonly barsPerSecond: number | null;
}

const TELL_EVERY_MS = 500;
/** Restarts that are told. */
const KEPT = 20;

/** Listens to the admin server, and tells it of the tree until it is closed. */
export function createAdminDesk({ host, world, barsPerSecond: atFirst }: AdminDeskOptions): AdminDesk {
  let barsPerSecond = atFirst, restarts: readonly RestartTold[] = [];
  const noteRestart = (restart: RestartTold) => {
    restarts = [restart, ...restarts].slice(0, KEPT);
    tell();
  };
  const tell = () => {
    const told: TreeTold = {
      ...{ kind: "TreeTold", metrics: host.metrics(), atMs: systemClock.nowMs(), barsPerSecond },
      restarts,
    };
    host.tell(ADDRESS.admin, told);
  };
  const timer = setInterval(tell, TELL_EVERY_MS);

  function carryOut({ commandId, by, command }: Extract<AdminNote, { kind: "CommandAsked" }>): void {
    const asked: OperatorAsked = {
      ...{ kind: "OperatorAsked", commandId, by, command, atMs: systemClock.nowMs() },
    };
    world.tell(ADDRESS.risk, asked);
    if (command.kind === "SetMarketSpeed" && barsPerSecond !== null) {
      barsPerSecond = command.barsPerSecond;
      const body: SetMarketSpeed = { kind: "SetMarketSpeed", barsPerSecond };
      world.tell(ADDRESS.clock, body);
      tell();
    }
    if (command.kind !== "RestartActor") return;
    const part = restart(host, command.address);
    if (part !== null) noteRestart({ part, why: `asked for by ${by}`, atMs: systemClock.nowMs() });
  }

  return {
    onNotice(notice) {
      if (notice.kind === "Restarting") {
        const { id: part, reason, atMs } = notice;
        return noteRestart({ part, why: reasonText(reason), atMs });
      }
      if (notice.kind !== "Note" || notice.worker !== ADDRESS.admin) return;
      // it comes from our own worker, which says nothing else
      const note = notice.note as AdminNote;
      switch (note.kind) {
        case "AdminListening":
          return say(`dashboard: ${note.url}`);
        case "AdminUnreachable":
          return complain(`dashboard: ${note.why}`);
        case "CommandAsked":
          return carryOut(note);
      }
    },
    close: () => clearInterval(timer),
  };
}

/** An actor shares its worker's life: whose that is; null for one that is not there. */
function restart(host: TreeHost, address: string): string | null {
  const found = host.metrics().actors.find((actor) => actor.address === address);
  if (found === undefined) return null;
  host.restart(found.worker);
  return found.worker;
}
