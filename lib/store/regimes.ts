import { canonicalJson } from "../core/mod.ts";
import type { EventOf } from "./port.ts";
import type { Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

export const projectRegime: Projector<"RegimeChanged"> = ({ sql }, event, { id }) => {
  sql.run(
    "INSERT INTO regimes (event_id, symbol, regime, confidence, ts, features_json) VALUES (?, ?, ?, ?, ?, ?)",
    ...[id, event.symbol, event.regime, event.confidence, event.atMs, canonicalJson(event.features)],
  );
};

type RegimeRow = Omit<EventOf<"RegimeChanged">, "kind" | "features"> & { readonly features: string };

/** All changes of regime in order. */
export function readRegimes(sql: Sql): EventOf<"RegimeChanged">[] {
  const rows = sql.all<RegimeRow>(
    "SELECT symbol, regime, confidence, ts AS atMs, features_json AS features FROM regimes ORDER BY event_id",
  );
  return rows.map((row) => ({ ...row, kind: "RegimeChanged", features: JSON.parse(row.features) }));
}
