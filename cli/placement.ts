import { fileURLToPath } from "node:url";
import { dirname, resolve } from "node:path";
import type { JournalPlace, Placement, StorePlace } from "../actors/mod.ts";
import type { Permissions } from "../lib/runtime/mod.ts";
import type { AdminPlace } from "./admin_place.ts";
import { livePermissions } from "./live_desk.ts";
import { notifyReach } from "./notify_reach.ts";
import type { Run } from "./open_run.ts";
import { absolutePlace, leaseHolder } from "./run_place.ts";
import { processEnvironment } from "./process_environment.ts";

const PROGRAM = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
/** What PostgreSQL's driver reads of the environment. */
const DRIVER_VARIABLES = ["PGAPPNAME", "PGTARGETSESSIONATTRS"];
/** A request may reach the venue until its recvWindow is over, and clocks may differ by this, ms. */
const CLOCK_SKEW_MS = 500;

/** Where the actors of a run live. Refuses a channel that cannot be reached safely. */
export function placementOf(run: Run, admin: AdminPlace | null): Placement {
  const { config, session, place, binding } = run;
  const { cells, actors, calls } = config;
  const runFolder = place.runFolder;
  const keepHours = keepHoursOf(run);
  return {
    delivery: session.barsPerSecond === 0 ? "stepped" : "free",
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
        place: absolutePlace(place.store),
        binding,
        holder: leaseHolder(place),
        marginMs: calls.call_deadline_ms + CLOCK_SKEW_MS,
        keepHours,
      },
      permissions: storePermissions(place.store),
    },
    harbour: harbourOf(place.harbourPath, keepHours),
    channels: notifyReach(config.notify),
    live: livePermissions(run),
    admin: admin === null ? null : adminPermissions(run, admin),
    env: { ...processEnvironment(), ...admin?.env },
  };
}

/** It listens, and reads the store. */
function adminPermissions({ place }: Run, { host, port, env }: AdminPlace): Permissions {
  const { read = [], net = [], env: variables = [] } = storePermissions(place.store);
  return { read, net: [...net, `${host}:${port}`], env: [...variables, ...Object.keys(env)] };
}

/** A demo that goes on for days is not to fill a disk; anything else is kept, as it is somebody's record. */
const ENDLESS_KEEP_HOURS = 0.25;

function keepHoursOf({ config: { store: { keep_hours: wanted } }, session }: Run): number {
  if (wanted !== "auto") return wanted;
  return session.endless === null ? 0 : ENDLESS_KEEP_HOURS;
}

function harbourOf(path: string, keepHours: number): JournalPlace {
  const place: StorePlace = { kind: "sqlite", path };
  return {
    args: { place, binding: null, holder: null, marginMs: 0, keepHours },
    permissions: storePermissions(place),
  };
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
