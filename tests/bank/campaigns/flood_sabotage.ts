/**
 * Shows that "bank:flood" can fail: `flood_sabotage.ts [--seconds 10]` takes one guard after the other away from a copy of
 * the program. Exit code 1 if the campaign does not find one.
 *
 * @module
 */
import { Campaign } from "../flood/campaign.ts";
import { playSabotages, type Sabotage } from "../flood/sabotage.ts";
import { flood } from "./flood.ts";

const COUNTED_WRONG = /were counted as conflated/;

export const FLOOD_SABOTAGES: readonly Sabotage[] = [
  {
    name: "what a sender conflates is not counted",
    patches: [{
      file: "lib/runtime/delivery/link_out.ts",
      find: "    dropped = SlotList.remove(queue, older);\n    counters.conflated++;\n",
      replace: "    dropped = SlotList.remove(queue, older);\n",
    }],
    finds: COUNTED_WRONG,
  },
  {
    name: "what a mailbox conflates is not counted",
    patches: [{
      file: "lib/runtime/delivery/mailbox.ts",
      find: "    SlotList.remove(queue, older);\n    counters.conflated++;\n",
      replace: "    SlotList.remove(queue, older);\n",
    }],
    finds: COUNTED_WRONG,
  },
  {
    name: "a mailbox with no bound",
    patches: [{
      file: "lib/runtime/delivery/mailbox.ts",
      find: "  } else if (queue.length >= lane.capacity) {\n",
      replace: "  } else if (queue.length < 0) {\n",
    }],
    finds: /refused nothing|held \d+, more than/,
  },
  {
    name: "a full mailbox drops what comes, and acknowledges it",
    patches: [{
      file: "lib/runtime/delivery/link_in.ts",
      find: '    if (Mailbox.offer(mailbox, envelope, nowMs) === "full") {\n      counters.refused++;\n',
      replace: '    if (Mailbox.offer(mailbox, envelope, nowMs) === "full") {\n      counters.refused++;\n' +
        "      link.accepted = envelope.seq;\n      continue;\n",
    }],
    finds: /nothing may fail: .*where \d+ was due/,
  },
  {
    name: "nobody waits until what it sent is settled",
    patches: [{
      file: "lib/runtime/group/actor_slot.ts",
      find: "  return awaited(slot) + slot.uncommitted >= limits.maxUnsettled;\n",
      replace: "  return awaited(slot) + slot.uncommitted >= Infinity * limits.maxUnsettled;\n",
    }],
    finds: /unsettled, more than|overflow/,
  },
  {
    name: "a mailbox keeps what it has given out",
    patches: [{
      file: "lib/runtime/delivery/mailbox.ts",
      find: "    lane.counters.taken++;\n",
      replace: "    lane.counters.taken++;\n" +
        "    ((globalThis as { kept?: Uint8Array[] }).kept ??= []).push(new Uint8Array(8_192).fill(1));\n",
    }],
    finds: /not flat: memory/,
  },
];

if (import.meta.main) {
  await Campaign.run(
    "bank:flood with sabotage",
    () => Campaign.readNumbers(Deno.args, { seconds: 10 }),
    (campaign, { seconds }, folder) =>
      playSabotages(
        campaign,
        FLOOD_SABOTAGES,
        folder,
        (inner, program, run) => flood(inner, { seconds, program }, run),
      ),
  );
}
