import type { Failure } from "./wire.ts";

/** The thread did not answer in time; the server or the network is slow, frozen or gone. */
export const TIMEOUT = "TIMEOUT";

/** What the server, the network or the driver's thread has against a request. */
export class DriverFailure extends Error {
  readonly failure: Failure;
  /** The transaction was told to end, and no answer came. */
  readonly isInDoubt: boolean;

  constructor(failure: Failure, options: ErrorOptions & { readonly isInDoubt?: boolean } = {}) {
    super(failure.message, options);
    this.name = "DriverFailure";
    this.failure = failure;
    this.isInDoubt = options.isInDoubt ?? false;
  }
}
