import { canonicalJson } from "../core/mod.ts";
import { checkLimit } from "./limits.ts";
import type { Projection, Projector } from "./projection.ts";
import type { ConfigVersion } from "./queries.ts";
import type { Sql } from "./sql.ts";

/** A row of config_versions to be. */
interface NewConfig extends Pick<ConfigVersion, "version" | "origin" | "status" | "payload" | "by"> {
  readonly atMs: number;
}

const SELECT_IN_FORCE =
  "SELECT id, version FROM config_versions WHERE status = 'applied' ORDER BY revision DESC LIMIT 1";
const NEXT_REVISION = "(SELECT coalesce(max(revision), 0) + 1 FROM config_versions)";

/** Notes the whole configuration that a process begins with, unless it is the one in force. */
export function writeStartConfig(sql: Sql, version: string, payload: string, atMs: number): void {
  if (sql.get<{ version: string }>(SELECT_IN_FORCE)?.version === version) return;
  insertConfig(sql, { version, origin: "start", status: "applied", payload, by: "start", atMs });
}

function insertConfig(sql: Sql, { version, origin, status, payload, by, atMs }: NewConfig): void {
  sql.run(
    `INSERT INTO config_versions (version, actor, payload, status, created_at, origin, revision)
    VALUES (?, ?, ?, ?, ?, ?, ${NEXT_REVISION})`,
    ...[version, by, payload, status, atMs, origin],
  );
}

export const projectStaged: Projector<"ConfigStaged"> = (to, event) => {
  // asked for twice, it still waits once
  if (readNewest(to, event.version)?.status === "staged") return;
  insertConfig(to.sql, patchOf(event, "staged"));
};

export const projectApplied: Projector<"ConfigApplied"> = (to, event) => {
  const row = readNewest(to, event.version);
  if (row === undefined) insertConfig(to.sql, patchOf(event, "applied"));
  else writeStatus(to, row.id, "applied");
};

export const projectFailed: Projector<"ConfigFailed"> = (to, { version, why }) => {
  const row = readNewest(to, version);
  if (row !== undefined) writeStatus(to, row.id, "failed", why);
};

export const projectRolledBack: Projector<"ConfigRolledBack"> = (to, event) => {
  const left = readNewest(to, event.version), back = readNewest(to, event.to);
  if (left !== undefined) writeStatus(to, left.id, "rolled_back");
  if (back !== undefined) writeStatus(to, back.id, "applied");
};

export const projectConfirmed: Projector<"ConfigConfirmed"> = (to, { version, actor }) => {
  const row = readNewest(to, version);
  if (row === undefined) return;
  const actors: string[] = JSON.parse(row.confirmedBy);
  if (actors.includes(actor)) return;
  const confirmedBy = JSON.stringify([...actors, actor]);
  to.sql.run("UPDATE config_versions SET confirmed_by = ? WHERE id = ?", confirmedBy, row.id);
};

interface Patch {
  readonly version: string;
  readonly patch: Readonly<Record<string, number>>;
  readonly by: string;
  readonly atMs: number;
}

function patchOf({ version, patch, by, atMs }: Patch, status: "staged" | "applied"): NewConfig {
  return { version, origin: "patch", status, payload: canonicalJson(patch), by, atMs };
}

interface KnownConfig {
  readonly id: number;
  readonly status: ConfigVersion["status"];
  readonly confirmedBy: string;
}

/** The newest row of a version: the same values may be staged again later. */
function readNewest({ sql }: Projection, version: string): KnownConfig | undefined {
  return sql.get<KnownConfig>(
    "SELECT id, status, confirmed_by AS confirmedBy FROM config_versions WHERE version = ? ORDER BY id DESC LIMIT 1",
    version,
  );
}

function writeStatus({ sql }: Projection, id: number, status: ConfigVersion["status"], why = ""): void {
  sql.run(
    `UPDATE config_versions SET status = ?, why = ?, revision = ${NEXT_REVISION} WHERE id = ?`,
    ...[status, why, id],
  );
}

type ConfigRow = Omit<ConfigVersion, "isInForce" | "confirmedBy"> & {
  readonly id: number;
  readonly confirmedBy: string;
};

/** See StoreQueries.configVersions. */
export function readConfigVersions(sql: Sql, limit: number): ConfigVersion[] {
  const inForce = sql.get<{ id: number }>(SELECT_IN_FORCE)?.id;
  const rows = sql.all<ConfigRow>(
    `SELECT id, version, origin, status, actor AS by, payload, confirmed_by AS confirmedBy, why, created_at AS createdAtMs
    FROM config_versions ORDER BY id DESC LIMIT ?`,
    checkLimit(limit),
  );
  return rows.map(({ id, confirmedBy, ...row }) => ({
    ...row,
    isInForce: id === inForce,
    confirmedBy: JSON.parse(confirmedBy),
  }));
}
