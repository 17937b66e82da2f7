/** Direction of a position, an order or an intent: 1 = long / buy, -1 = short / sell. */
export type Side = 1 | -1;

/** Names of sides as people and venues write them. */
export const Side = {
  /** The other side. */
  opposite: (side: Side): Side => (side === 1 ? -1 : 1),
  /** "long" or "short", for positions and intents. */
  position: (side: Side): "long" | "short" => (side === 1 ? "long" : "short"),
  /** "buy" or "sell", for orders and fills. */
  order: (side: Side): "buy" | "sell" => (side === 1 ? "buy" : "sell"),
} as const;
