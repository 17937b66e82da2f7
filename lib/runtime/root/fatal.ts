import { FatalError } from "../errors.ts";

/** Why the root cannot go on: a broken invariant as it says of itself, anything else as one. */
export function fatalOf(error: unknown): FatalError {
  return error instanceof FatalError ? error : new FatalError(`Cannot go on: ${error}`, { cause: error });
}

/** The same function for whoever cannot bear a throw (timers, streams): what it throws is told. */
export function guarded<A extends readonly unknown[]>(
  onFatal: (error: unknown) => void,
  act: (...args: A) => void,
): (...args: A) => void {
  return (...args) => {
    try {
      act(...args);
    } catch (error) {
      onFatal(error);
    }
  };
}
