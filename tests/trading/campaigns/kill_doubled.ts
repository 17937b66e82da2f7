/**
 * The program without de-duplication at the exchange, as a copy: what kills come to when a message that is sent again is
 * handled again.
 *
 * @module
 */
import type { Patch } from "../../program_copy.ts";

const FIND = "    if (SteppedActors.isDuplicate(host.actors, delivery)) {\n      const known";

/** The exchange handles whatever it is asked again. Its own store takes no message twice: the first one ends the run. */
export const DOUBLED: readonly Patch[] = [{
  file: "lib/runtime/worker/stepped_role.ts",
  find: FIND,
  replace: "    if (round < 0) {\n      const known",
}];

/** Orders alone are handled again, and nothing behind it notices: neither the store nor the exchange's look at client ids. */
export const ORDERED_TWICE: readonly Patch[] = [
  {
    file: "lib/runtime/worker/stepped_role.ts",
    find: FIND,
    replace: FIND.replace(
      "if (SteppedActors",
      'if (delivery.envelope.body.kind !== "SubmitOrder" && SteppedActors',
    ),
  },
  {
    file: "lib/store/write_batch.ts",
    find: "WHERE o.sender = given.column1 AND o.seq = given.column2)`;",
    replace: "WHERE o.sender = given.column1 AND o.seq = given.column2) ON CONFLICT DO NOTHING`;",
  },
  {
    file: "lib/simulator/admission.ts",
    find: "  const isTaken = ",
    replace: "  const isTaken = state.orders.length === 0 && ",
  },
];
