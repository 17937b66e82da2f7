/** Somebody saw a position without a stop: the guardian is to look at once, not at its next time. */
export interface LookNow {
  readonly kind: "LookNow";
}
