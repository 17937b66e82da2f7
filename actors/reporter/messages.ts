import type { Fact } from "../../lib/notify/mod.ts";

/** Tells the reporter what happened. */
export interface Reported {
  readonly kind: "Reported";
  readonly fact: Fact;
}
