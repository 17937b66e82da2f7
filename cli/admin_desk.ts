import {
  ADDRESS,
  type AdminNote,
  type FreeWorld,
  type SetMarketSpeed,
  type TreeTold,
} from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import type { Notice, TreeHost } from "../lib/runtime/mod.ts";
import type { OperatorAsked } from "../lib/trader/mod.ts";
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

/** Listens to the admin server, and tells it of the tree until it is closed. */
export function createAdminDesk({ host, world, barsPerSecond: atFirst }: AdminDeskOptions): AdminDesk {
  let barsPerSecond = atFirst;
  const tell = () => {
    const told: TreeTold = {
      ...{ kind: "TreeTold", metrics: host.metrics(), atMs: systemClock.nowMs(), barsPerSecond },
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
    if (command.kind === "RestartActor") restart(host, command.address);
  }

  return {
    onNotice(notice) {
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

/** An actor shares its worker's life. */
function restart(host: TreeHost, address: string): void {
  const found = host.metrics().actors.find((actor) => actor.address === address);
  if (found !== undefined) host.restart(found.worker);
}
