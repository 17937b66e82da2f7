import { fileURLToPath } from "node:url";
import { dirname, resolve } from "node:path";
import {
  type JournalPlace,
  paperActors,
  paperCells,
  paperWorld,
  type Placement,
  type StorePlace,
} from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { webhookTarget } from "../lib/notify/mod.ts";
import { createTreeHost, type Notice, type Permissions } from "../lib/runtime/mod.ts";
import { Refusal } from "./exit.ts";
import type { Played, Run } from "./open_run.ts";
import { leaseHolder, openReader } from "./run_place.ts";
import { watchSignals } from "./signals.ts";
import { complain, createProgress, utc } from "./terminal.ts";
import { openTradeLog } from "./trade_log.ts";

const PROGRAM = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const LOOK_EVERY_MS = 250;
/** The journal takes the lease over well within it, ms. */
const START_LEASE_MS = 60_000;
/** What PostgreSQL's driver reads of the environment. */
const DRIVER_VARIABLES = ["PGAPPNAME", "PGTARGETSESSIONATTRS"];
/** A request may reach the venue until its recvWindow is over, and clocks may differ by this, ms. */
const CLOCK_SKEW_MS = 500;

/** Plays a run in cells and workers under this process. Rejects with FatalError where the tree cannot go on. */
export async function playTree(run: Run): Promise<Played> {
  const { session, market: { tape }, place, config } = run;
  const placement = placementOf(run);
  for (const folder of [placement.runFolder, placement.emergencyFolder]) {
    await Deno.mkdir(folder, { recursive: true });
  }
  refuseOthersStore(run);
  const host = createTreeHost({
    tree: paperCells(paperActors(session), placement),
    world: paperWorld(tape),
    cellModule: new URL("../actors/cell.ts", import.meta.url).href,
    runDir: placement.runFolder,
    onNotice: tell,
  });
  const reader = openReader(place);
  const log = config.records.trade_log
    ? openTradeLog(place.tradeLogPath, reader, session.trader.portfolio.instruments)
    : null;
  const progress = createProgress(tape.toMs - tape.fromMs);
  const look = () => {
    log?.sync();
    const atMs = reader.lastInstantMs();
    progress(atMs - tape.fromMs, utc(atMs));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const stop = watchSignals(() => host.stop());
  try {
    const played = await host.run();
    look();
    if (played === "done") progress(tape.toMs - tape.fromMs, utc(tape.toMs));
    return played;
  } finally {
    clearInterval(timer);
    stop.unwatch();
    reader.close();
  }
}

/** Before anything starts: a tree whose journal may not write would only crash again and again. */
function refuseOthersStore({ store, place }: Run): void {
  const lease = store.acquireLease({
    holder: leaseHolder(place),
    ttlMs: START_LEASE_MS,
    nowMs: systemClock.nowMs(),
  });
  if (!lease.ok) throw new Refusal(lease.error);
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

function placementOf({ config, place, binding }: Run): Placement {
  const { cells, actors, calls } = config;
  const runFolder = place.runFolder;
  return {
    delivery: "stepped",
    cells: cells === "single" ? "single" : "default",
    decks: actors.decks,
    symbolsPerWorker: actors.symbols_per_worker,
    deckHeapMib: actors.deck_heap_mib,
    programFolder: PROGRAM,
    runFolder,
    emergencyFolder: `${runFolder}/emergency`,
    snapshotEvery: config.store.snapshot_every,
    journal: {
      args: {
        place: absolute(place.store),
        binding,
        holder: leaseHolder(place),
        marginMs: calls.call_deadline_ms + CLOCK_SKEW_MS,
      },
      permissions: storePermissions(place.store),
    },
    harbour: harbourOf(place.harbourPath),
    webhook: webhookOf(config.notify.webhook),
    env: Deno.env.toObject(),
  };
}

function harbourOf(path: string): JournalPlace {
  const place: StorePlace = { kind: "sqlite", path };
  return { args: { place, binding: null, holder: null, marginMs: 0 }, permissions: storePermissions(place) };
}

function absolute(place: StorePlace): StorePlace {
  return place.kind === "sqlite" ? { ...place, path: resolve(place.path) } : place;
}

function storePermissions(place: StorePlace): Permissions {
  if (place.kind === "postgres") {
    const { hostname, port } = new URL(Deno.env.get("DATABASE_URL") ?? "");
    return {
      read: [PROGRAM],
      net: [`${hostname}:${port || 5432}`],
      env: [place.urlEnv, ...DRIVER_VARIABLES],
    };
  }
  const folder = dirname(resolve(place.path));
  return { read: [PROGRAM, folder], write: [folder] };
}

function webhookOf(
  { enabled, url_env, allow_loopback }: Run["config"]["notify"]["webhook"],
): Placement["webhook"] {
  if (!enabled) return null;
  const target = webhookTarget(Deno.env.toObject()[url_env] ?? "", allow_loopback);
  if (!target.ok) throw new Refusal(`Cannot use the webhook of ${url_env}: ${target.error}`);
  return { host: target.value.host, urlEnv: url_env };
}
