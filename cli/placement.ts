import { fileURLToPath } from "node:url";
import { dirname, resolve } from "node:path";
import type { JournalPlace, Placement, StorePlace } from "../actors/mod.ts";
import { webhookTarget } from "../lib/notify/mod.ts";
import type { Permissions } from "../lib/runtime/mod.ts";
import { Refusal } from "./exit.ts";
import type { Run } from "./open_run.ts";
import { leaseHolder } from "./run_place.ts";

const PROGRAM = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
/** What PostgreSQL's driver reads of the environment. */
const DRIVER_VARIABLES = ["PGAPPNAME", "PGTARGETSESSIONATTRS"];
/** A request may reach the venue until its recvWindow is over, and clocks may differ by this, ms. */
const CLOCK_SKEW_MS = 500;

/** Where the actors of a run live. Refuses a webhook that cannot be reached safely. */
export function placementOf({ config, place, binding }: Run): Placement {
  const { cells, actors, calls } = config;
  const runFolder = place.runFolder;
  return {
    delivery: config.feed.bars_per_second === 0 ? "stepped" : "free",
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
