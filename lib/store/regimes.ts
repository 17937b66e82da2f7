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

const REGIME_COLUMNS = "r.symbol, r.regime, r.confidence, r.ts AS atMs, r.features_json AS features";

function toRegimeChanged(row: RegimeRow): EventOf<"RegimeChanged"> {
  return { ...row, kind: "RegimeChanged", features: JSON.parse(row.features) };
}

/** All changes of regime in order. */
export function readRegimes(sql: Sql): EventOf<"RegimeChanged">[] {
  return sql.all<RegimeRow>(`SELECT ${REGIME_COLUMNS} FROM regimes r ORDER BY r.event_id`).map(
    toRegimeChanged,
  );
}

/** The newest change of each symbol, by symbol. Two seeks for each: the table may be long. */
export function readLatestRegimes(sql: Sql): EventOf<"RegimeChanged">[] {
  const rows = sql.all<RegimeRow>(
    `WITH RECURSIVE known(symbol) AS (
      SELECT min(symbol) FROM regimes
      UNION ALL SELECT (SELECT min(symbol) FROM regimes WHERE symbol > known.symbol) FROM known WHERE symbol IS NOT NULL
    )
    SELECT ${REGIME_COLUMNS} FROM known CROSS JOIN regimes r
    WHERE r.event_id = (SELECT max(event_id) FROM regimes WHERE symbol = known.symbol) ORDER BY r.symbol`,
  );
  return rows.map(toRegimeChanged);
}
