import type { IsoTime, Json } from "./wire.ts";

/** A committed event. `seq` rises by the order of commits; between two of them others may lie that are not shown. */
export interface EventView {
  readonly seq: number;
  readonly kind: string;
  readonly actor: string;
  readonly at: IsoTime;
  /** Symbol it is about; null for those of the whole portfolio. */
  readonly symbol: string | null;
  /** For people, one line. */
  readonly text: string;
  readonly level: "info" | "warning" | "critical";
  /** The event itself; decisions are shortened to a DecisionLineView. */
  readonly data: Json;
}
