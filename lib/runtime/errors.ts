import type { Epoch } from "./commit_port.ts";
import type { Envelope } from "./envelope.ts";

/** A broken invariant: going on would spoil what is stored. The process must end, with `exitCode`. */
export class FatalError extends Error {
  readonly exitCode = 70;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FatalError";
  }
}

/** An actor threw (`cause`) while it handled `messageId`; nothing of that round was committed. */
export class ActorCrash extends Error {
  readonly actor: string;
  readonly messageId: string;
  /** Of the message that is to blame; "" if the crash is not of its handling. */
  readonly messageKind: string;

  constructor(actor: string, messageId: string, cause: unknown, messageKind = "") {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`Actor ${actor} crashed on message ${messageId}: ${why}`, { cause });
    this.name = "ActorCrash";
    this.actor = actor;
    this.messageId = messageId;
    this.messageKind = messageKind;
  }
}

/** A later life of the writer has begun: nothing of the batch was stored, and the life that wanted it must end. */
export class StaleEpochError extends FatalError {
  readonly epoch: Epoch;
  /** The writer's newest number; 0 if it never began a life. */
  readonly newest: number;

  constructor(epoch: Epoch, newest: number) {
    super(
      `Cannot commit as writer ${epoch.writer} must be in its newest epoch ${newest}: current value is ` +
        `${epoch.number}; a later life of it has taken over, end this one`,
    );
    this.name = "StaleEpochError";
    this.epoch = epoch;
    this.newest = newest;
  }
}

/** A commit port cannot take or give rows now; it may be able to later. Nothing of the batch was stored. */
export class CommitUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommitUnavailable";
  }
}

/** What a message to nobody ends with: it must not reach the store. */
export function unknownReceiver({ from, seq, to, body }: Envelope): FatalError {
  return new FatalError(
    `Cannot deliver ${body.kind} (message ${from}#${seq}) from ${from} as its receiver must exist: current value is ` +
      `"${to}"; check the list of actors`,
  );
}
