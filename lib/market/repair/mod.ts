/**
 * Repairs of faulty candles, each asked for by name and told with counts. It knows what each may change; it must never
 * repair unasked, nor know where candles come from or go.
 * @module
 */
export { repairCandles, type Repaired, type RepairOptions } from "./candles.ts";
export { type Filled, fillHoles } from "./holes.ts";
export { parseRepairs, type Repair, REPAIRS } from "./repairs.ts";
