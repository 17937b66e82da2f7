import { type Envelope, messageId } from "../envelope.ts";
import { ActorCrash } from "../errors.ts";
import type { ExitKind } from "../supervision/child_spec.ts";
import type { CrashReport } from "../tree/protocol.ts";

/** Longest text of a report: whoever dies of memory must not take its parent along. */
const MAX_TEXT = 8_192;

/** How it came to its end, where that is not the error itself. */
export interface Ending {
  /** @default {"crash"} */
  readonly kind?: ExitKind;
  /** @default {the error's message} */
  readonly detail?: string;
}

/**
 * What a worker says of its death. Anything may have been thrown; this never throws. `inHand` is blamed, unless the
 * error itself names the message.
 */
export function crashReport(thrown: unknown, inHand: Envelope | null, ending: Ending = {}): CrashReport {
  const { name, message, stack, cause } = describe(thrown);
  return {
    reason: { kind: ending.kind ?? "crash", detail: ending.detail ?? message },
    name,
    message,
    stack,
    cause,
    handling: blamed(thrown, inHand),
  };
}

/** A port's message is not in hand: only the error names it. */
function blamed(thrown: unknown, inHand: Envelope | null): CrashReport["handling"] {
  if (thrown instanceof ActorCrash && thrown.messageKind !== "") {
    const { actor, messageId, messageKind: kind } = thrown;
    return { actor, messageId, kind };
  }
  const isOther = thrown instanceof ActorCrash && inHand !== null && messageId(inHand) !== thrown.messageId;
  if (inHand === null || isOther) return null;
  return { actor: inHand.to, messageId: messageId(inHand), kind: inHand.body.kind };
}

type Description = Pick<CrashReport, "name" | "message" | "stack" | "cause">;

function describe(thrown: unknown): Description {
  if (!(thrown instanceof Error)) {
    return { name: `thrown ${typeof thrown}`, message: textOf(() => thrown), stack: "", cause: "" };
  }
  const { cause } = thrown;
  return {
    name: textOf(() => thrown.name),
    message: textOf(() => thrown.message),
    stack: textOf(() => thrown.stack ?? ""),
    cause: cause === undefined ? "" : textOf(() => cause instanceof Error ? cause.stack ?? cause : cause),
  };
}

/** Text of anything: getters and toString may throw too. */
function textOf(read: () => unknown): string {
  try {
    return String(read()).slice(0, MAX_TEXT);
  } catch {
    return "(no text: reading it threw)";
  }
}
