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

  constructor(actor: string, messageId: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`Actor ${actor} crashed on message ${messageId}: ${why}`, { cause });
    this.name = "ActorCrash";
    this.actor = actor;
    this.messageId = messageId;
  }
}
