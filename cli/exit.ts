/** What the process says to its caller. */
export const EXIT = {
  ok: 0,
  /** A bug: an error nobody expected. */
  unexpected: 1,
  /** Refused: wrong usage, configuration or data. Nothing was traded. */
  refused: 2,
  /** A broken invariant: going on would spoil what is stored. */
  invariant: 70,
  /** The store cannot take rows now. */
  unavailable: 75,
} as const;

/** Wrong usage, configuration or data: told to the person as it is, without a stack. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refusal";
  }
}
