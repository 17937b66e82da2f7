import { createFreeWorld, paperActors, paperCells, paperWorld, type Placement } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import {
  type CellEntry,
  createTreeHost,
  type Notice,
  type TreeHost,
  type WorldSource,
} from "../lib/runtime/mod.ts";
import { createAdminDesk } from "./admin_desk.ts";
import { adminArgs, adminPlace } from "./admin_place.ts";
import { CELL_COMMAND } from "./cell.ts";
import { watchKillSwitch } from "./kill_switch.ts";
import { factOf } from "./notice_facts.ts";
import { liveArgs, tellLive } from "./live_desk.ts";
import type { Played, Run } from "./open_run.ts";
import { takeEntriesBack } from "./ordered_stop.ts";
import { placementOf } from "./placement.ts";
import { watchRun } from "./run_watch.ts";
import { watchSignals } from "./signals.ts";
import { complain, createProgress, utc } from "./terminal.ts";

/** Nothing is decided for so long after the last bar: all of it has been. */
const SETTLED_MS = 2_000;

/** What of a tree is not told by its configuration. */
export interface Staging {
  readonly cellModule: CellEntry;
  readonly place: (placement: Placement) => Placement;
  readonly world: (world: WorldSource) => WorldSource;
  readonly onNotice: (notice: Notice) => void;
  /** Told once, before the tree starts. */
  readonly onHost: (host: TreeHost) => void;
}

const STAGING: Staging = {
  cellModule: Deno.build.standalone ? [CELL_COMMAND] : new URL("../actors/cell.ts", import.meta.url).href,
  place: (placement) => placement,
  world: (world) => world,
  onNotice: tell,
  onHost: () => {},
};

/** Plays a run in cells and workers under this process. Rejects with FatalError where the tree cannot go on. */
export async function playTree(run: Run, staging: Staging = STAGING): Promise<Played> {
  const { session, config, market: { tape }, store } = run;
  const endMs = session.endless === null && session.live === null ? tape.toMs : Infinity;
  // where the market waits, nothing can be asked of those who trade on it
  const admin = session.barsPerSecond === 0 ? null : adminPlace(config);
  const placement = staging.place(placementOf(run, admin));
  for (const folder of [placement.runFolder, placement.emergencyFolder]) {
    await Deno.mkdir(folder, { recursive: true });
  }
  const freeWorld = session.barsPerSecond === 0 ? null : createFreeWorld({
    startedAtMs: systemClock.nowMs(),
    isResumed: store.lastInstantMs() > 0,
  });
  const world = freeWorld ?? paperWorld(tape);
  const host = createTreeHost({
    tree: paperCells(
      paperActors(session, admin === null ? null : adminArgs(run, admin), liveArgs(run)),
      placement,
    ),
    world: staging.world(world),
    cellModule: staging.cellModule,
    runDir: placement.runFolder,
    onNotice: (notice) => {
      staging.onNotice(notice);
      desk?.onNotice(notice);
      if (freeWorld !== null) tellLive(notice, freeWorld);
      const fact = factOf(notice);
      // where the world waits, what it tells is fixed beforehand
      if (fact !== null) freeWorld?.report(fact);
    },
  });
  const desk = freeWorld === null || admin === null ? null : createAdminDesk({
    ...{ host, world: freeWorld, barsPerSecond: session.live === null ? session.barsPerSecond : null },
  });
  staging.onHost(host);
  const progress = createProgress(endMs - tape.fromMs);
  const seen = { atMs: 0, sinceMs: 0 };
  const hasEnded = () => seen.atMs >= endMs && systemClock.nowMs() - seen.sinceMs > SETTLED_MS;
  let isEnding = false;
  const watch = watchRun(run, (atMs) => {
    if (atMs > 0) progress(atMs - tape.fromMs, utc(atMs));
    if (atMs > seen.atMs) Object.assign(seen, { atMs, sinceMs: systemClock.nowMs() });
    // a market that does not wait does not tell the root of its end
    if (freeWorld === null || isEnding || !hasEnded()) return;
    isEnding = true;
    // who trades may be behind the market, and have sent something after its end
    void takeEntriesBack(freeWorld, watch).then(host.stop);
  });
  const stop = watchSignals(() =>
    freeWorld === null ? host.stop() : void takeEntriesBack(freeWorld, watch).then(host.stop)
  );
  const unwatchKill = freeWorld === null ? () => {} : watchKillSwitch(freeWorld);
  try {
    const played = await host.run();
    const isOver = played === "done" || hasEnded();
    if (isOver) progress(endMs - tape.fromMs, utc(endMs));
    return isOver ? "done" : "stopped";
  } finally {
    stop.unwatch();
    unwatchKill();
    desk?.close();
    await watch.close();
  }
}

/** What a person must know of the tree's life; all of it is in its metrics too. */
function tell(notice: Notice): void {
  switch (notice.kind) {
    case "WorkerFailed":
      return complain(
        `worker ${notice.worker} failed (${notice.reason.kind}): ${
          notice.crash?.message ?? notice.reason.detail
        }`,
      );
    case "CellFailed":
      return complain(`cell ${notice.cell} failed (${notice.reason.kind}): ${notice.reason.detail}`);
    case "Restarting":
      return complain(
        `${notice.id} starts again in ${
          Math.round(notice.delayMs)
        } ms (${notice.restartsInPeriod} in the period)`,
      );
    case "Judged":
      return complain(
        `message ${notice.verdict.messageId} to ${notice.verdict.actor}: ${notice.verdict.action}`,
      );
    case "Store":
      return complain(
        notice.unavailable === ""
          ? `${notice.worker}: the store takes rows again`
          : `${notice.worker}: ${notice.unavailable}`,
      );
  }
}
