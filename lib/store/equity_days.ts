/** A UTC day, ms. */
export const DAY_MS = 86_400_000;

/** A row of equity_days; ids are those of snapshots. */
export interface EquityDay {
  readonly day: number;
  readonly lowId: number;
  readonly low: number;
  readonly highId: number;
  readonly high: number;
  readonly lastId: number;
}

/** Selects EquityDay; conditions and order follow. */
export const SELECT_DAYS =
  `SELECT day, low_id AS lowId, low, high_id AS highId, high, last_id AS lastId FROM equity_days`;
