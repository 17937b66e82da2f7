/** What may be asked of a venue over REST. Plain data, changed in place; times are local ms. */
export interface QuotaState {
  /** Weight that may be used now. */
  weight: number;
  filledMs: number;
  /** The venue asked for silence until then. */
  pausedUntilMs: number;
}

/**
 * A bucket that holds half a minute's weight and fills at half a minute's weight a minute: no minute, wherever it begins,
 * sees more than the whole. A pause the venue asked for comes before everything.
 */
export const Quota = {
  create: (weightPerMinute: number, nowMs: number): QuotaState => ({
    ...{ weight: weightPerMinute / 2, filledMs: nowMs, pausedUntilMs: 0 },
  }),

  /** Takes the weight of one request, or refuses. */
  take(state: QuotaState, weight: number, weightPerMinute: number, nowMs: number): boolean {
    if (nowMs < state.pausedUntilMs) return false;
    // a clock that was set back fills nothing
    const sinceMs = Math.max(0, nowMs - state.filledMs);
    state.weight = Math.min(weightPerMinute / 2, state.weight + (sinceMs / 60_000) * (weightPerMinute / 2));
    state.filledMs = nowMs;
    if (state.weight < weight) return false;
    state.weight -= weight;
    return true;
  },

  /** No request before that; a shorter pause never cuts a longer one. */
  pause(state: QuotaState, untilMs: number): void {
    state.pausedUntilMs = Math.max(state.pausedUntilMs, untilMs);
  },
} as const;
