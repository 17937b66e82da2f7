// impure-file: wall time stands on its notices
import { type Packet, type PacketBody, ROOT } from "../tree/protocol.ts";
import { CellLife } from "./cell_life.ts";
import { DeadLetters } from "./dead_letters.ts";
import type { Notice, NoticeBody } from "./notices.ts";
import type { TreeState } from "./tree_state.ts";

/** Packets between cells and to the root. What has no receiver now is lost: the layers above send it again. */
export const TreeRouting = { send, onPacket, notice, deadLetter };

/** Sends from the root to a worker. */
function send(state: TreeState, worker: string, body: PacketBody): void {
  forward(state, { to: worker, from: ROOT, incarnation: 0, body });
}

function forward(state: TreeState, packet: Packet): void {
  const cell = state.cells.get(state.cellOf.get(packet.to) ?? "");
  if (cell !== undefined) CellLife.send(cell, packet.to, [packet]);
}

/** A packet out of a cell: for the root, or for another cell. */
function onPacket(state: TreeState, packet: Packet): void {
  const { from, to, incarnation, body } = packet;
  if (isStale(state, packet)) {
    return deadLetter(state, "stale_incarnation", `${body.kind} of ${from}#${incarnation} to ${to}`);
  }
  if (to !== ROOT) return forward(state, packet);
  if (body.kind === "JournalReply") state.journals.get(from)?.onReply(body.requestId, body.result);
  else state.driver.onPacket(packet);
}

/**
 * True for what an earlier life says; and for what one that was declared dead tells the root, which writes what it is
 * told under its own epoch. What such a one asks the journal is refused for the epoch of the asker.
 */
function isStale({ incarnations, cells, cellOf }: TreeState, { from, to, incarnation }: Packet): boolean {
  if (incarnation < (incarnations.get(from) ?? 0)) return true;
  if (to !== ROOT) return false;
  const life = cells.get(cellOf.get(from) ?? "")?.workers.get(from);
  return life?.phase === "failed" || life?.phase === "gone";
}

function deadLetter(state: TreeState, reason: string, what: string): void {
  DeadLetters.add(state.deadLetters, { reason, what });
  notice(state, { kind: "DeadLetter", reason, what });
}

function notice({ options }: TreeState, body: NoticeBody): void {
  options.onNotice?.({ atMs: Date.now(), ...body } as Notice);
}
