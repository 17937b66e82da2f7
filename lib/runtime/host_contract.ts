// impure-ok: test suite
import { DATA_PROMISES } from "./host_data_contract.ts";
import { FAULT_PROMISES } from "./host_faults_contract.ts";
import type { HostPromise, MakeHost } from "./host_case_fixture.ts";
import { ORDER_PROMISES } from "./host_order_contract.ts";
import { RESUME_PROMISES } from "./host_resume_contract.ts";
import { TIMER_PROMISES } from "./host_timers_contract.ts";

export type { HostCase, HostOutcome, HostUnderTest, MakeHost } from "./host_case_fixture.ts";

export interface HostContractOptions {
  /** Promises this host does not make, and why. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[];
}

const PROMISES: readonly HostPromise[] = [
  ...ORDER_PROMISES,
  ...TIMER_PROMISES,
  ...DATA_PROMISES,
  ...RESUME_PROMISES,
  ...FAULT_PROMISES,
];

/**
 * Registers the tests that every host must pass in stepped delivery: the expected values are written down, and beyond
 * them the whole store must be that of the inline host on the same case. `makeHost` gives a host with an empty store each
 * time. Throws RangeError for a skip of what nobody promises.
 */
export function hostContract(
  name: string,
  makeHost: MakeHost,
  { skip = [] }: HostContractOptions = {},
): void {
  for (const test of skip.flatMap(({ tests }) => tests)) {
    if (!PROMISES.some(([promise]) => promise === test)) {
      throw new RangeError(`Cannot skip "${test}" as no host promises it; see host_*_contract.ts`);
    }
  }
  for (const [promise, check] of PROMISES) {
    const reason = skip.find(({ tests }) => tests.includes(promise))?.reason;
    Deno.test({
      name: `${name}: ${promise}${reason === undefined ? "" : ` (skipped: ${reason})`}`,
      ignore: reason !== undefined,
      fn: () => check(makeHost),
    });
  }
}
