// impure-ok: test suite
import { EPOCH_PROMISES } from "./commit_epochs_contract.ts";
import { FREE_PROMISES } from "./commit_free_contract.ts";
import { ROUND_PROMISES } from "./commit_rounds_contract.ts";
import { LATE_PROMISES } from "./commit_late_contract.ts";
import { type PortUnderTest, type Promised, ROOT } from "./commit_rows_fixture.ts";

export type { PortUnderTest } from "./commit_rows_fixture.ts";

/** Registers the tests that every CommitPort must pass. `makePort` gives an empty store each time. */
export function commitContract(name: string, makePort: () => PortUnderTest): void {
  register(name, makePort, [...ROUND_PROMISES, ...FREE_PROMISES, ...EPOCH_PROMISES]);
}

/** Registers those that a port must pass besides if workers with an emergency log write it. */
export function lateCommitContract(name: string, makePort: () => PortUnderTest): void {
  register(name, makePort, LATE_PROMISES);
}

function register(name: string, makePort: () => PortUnderTest, promises: readonly Promised[]): void {
  for (const [promise, check] of promises) {
    Deno.test(`${name}: ${promise}`, () => {
      const subject = makePort();
      try {
        subject.port.raiseEpoch(ROOT.writer);
        check(subject);
      } finally {
        subject.dispose();
      }
    });
  }
}
