import type { Fact } from "../lib/notify/mod.ts";
import type { Notice } from "../lib/runtime/mod.ts";

/** What of the tree's life is told to people by the way of notifications; null for all else. */
export function factOf(notice: Notice): Fact | null {
  const { atMs } = notice;
  switch (notice.kind) {
    case "Restarting": {
      const { id: part, reason: { kind, detail }, restartsInPeriod: restarts } = notice;
      return {
        kind: "PartRestarted",
        part,
        reason: detail === "" ? kind : `${kind}: ${detail}`,
        restarts,
        atMs,
      };
    }
    case "Judged": {
      const { actor, messageId, action } = notice.verdict;
      return { kind: "MessagePoisoned", actor, messageId, action, atMs };
    }
    default:
      return null;
  }
}
