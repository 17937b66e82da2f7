// A store that takes its freedom: a resume point may repeat what was handled.
import type { CommitPort } from "./commit_port.ts";
import { isReservedAddress } from "./envelope.ts";

/** No behavior has it, so no snapshot is found and all inputs are. */
const NO_SCHEMA = -1;

/** The port, but that all that `actors` ever got from each other is pending as well. */
export function repeating<P extends CommitPort>(port: P, actors: readonly string[]): P {
  return {
    ...port,
    resumePoint() {
      const point = port.resumePoint();
      const handled = actors.flatMap((address) => port.load(address, NO_SCHEMA).inputs);
      const repeated = handled.map(({ input }) => input).filter(({ from }) => !isReservedAddress(from));
      return { ...point, pending: [...repeated, ...point.pending] };
    },
  };
}
