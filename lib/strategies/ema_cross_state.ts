import type { Side } from "../domain/mod.ts";

/** What a cross is told by: where the fast average was at the last close, and whether it changed sides there. Plain data. */
export interface EmaCrossState {
  /** 1 above the slow one, -1 below, 0 on it or not known yet. */
  side: Side | 0;
  /** 1 once both averages were known. */
  isKnown: 0 | 1;
  /** Direction of a cross at the last close; 0 for none. */
  crossed: Side | 0;
}

/** Companion of EmaCrossState. */
export const EmaCrossState = {
  create: (): EmaCrossState => ({ side: 0, isKnown: 0, crossed: 0 }),

  /** Takes the averages at a close; NaN is not known yet. */
  observe(state: EmaCrossState, fast: number, slow: number): void {
    const side = fast > slow ? 1 : fast < slow ? -1 : 0;
    state.crossed = state.isKnown === 1 && side !== state.side ? side : 0;
    state.side = side;
    if (state.isKnown === 0 && fast === fast && slow === slow) state.isKnown = 1;
  },
} as const;
