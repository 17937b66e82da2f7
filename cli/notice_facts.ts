import type { Fact } from "../lib/notify/mod.ts";
import type { Notice } from "../lib/runtime/mod.ts";

/** Why a part ended, for people. */
export function reasonText({ kind, detail }: Extract<Notice, { kind: "Restarting" }>["reason"]): string {
  return detail === "" ? kind : `${kind}: ${detail}`;
}

/** What of the tree's life is told to people by the way of notifications; null for all else. */
export function factOf(notice: Notice): Fact | null {
  const { atMs } = notice;
  switch (notice.kind) {
    case "Restarting": {
      const { id: part, reason, restartsInPeriod: restarts } = notice;
      return { kind: "PartRestarted", part, reason: reasonText(reason), restarts, atMs };
    }
    case "Judged": {
      const { actor, messageId, action } = notice.verdict;
      return { kind: "MessagePoisoned", actor, messageId, action, atMs };
    }
    default:
      return null;
  }
}
