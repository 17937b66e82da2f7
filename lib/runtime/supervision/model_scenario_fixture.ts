import fc from "fast-check";
import type { ChildSpec, ExitKind } from "./child_spec.ts";
import type { SupervisorFlags } from "./supervisor_flags.ts";

/**
 * One thing that happens in the world. `pick` chooses among what it can happen to, so that every action means
 * something in every world, or nothing at all if there is nothing to choose from.
 */
export type Action =
  | { readonly do: "start" | "stop" | "timer" }
  | { readonly do: "ready" | "obey" | "stale" | "restart"; readonly pick: number }
  | { readonly do: "fail" | "gone"; readonly pick: number; readonly exit: ExitKind }
  | { readonly do: "wait"; readonly ms: number };

/** A whole run. */
export interface Scenario {
  readonly flags: SupervisorFlags;
  readonly children: readonly ChildSpec[];
  readonly seed: string;
  readonly actions: readonly Action[];
  /** True: all faults cease before the stop, and everything must get ready. False: the stop comes in mid-air. */
  readonly calm: boolean;
  /** Per child, from the stop on: does as told, ignores Stop, or ignores Stop and Kill. */
  readonly manners: readonly ("good" | "deaf" | "undead")[];
}

const MOST_CHILDREN = 4;

const pick = fc.nat({ max: 7 });
const exit = fc.constantFrom<ExitKind>("normal", "shutdown", "crash", "load_failed", "silence", "killed");

const action = fc.oneof(
  { weight: 9, arbitrary: fc.record({ do: fc.constant("ready" as const), pick }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("obey" as const), pick }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("gone" as const), pick, exit }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("fail" as const), pick, exit }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("timer" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(1, 10, 40, 50, 100, 300) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("stale" as const), pick: fc.nat({ max: 63 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("start" as const) }) },
);

const rarelyStop = fc.oneof({ weight: 150, arbitrary: action }, {
  weight: 1,
  arbitrary: fc.record({ do: fc.constant("stop" as const) }),
});

const child = fc.record({
  restart: fc.constantFrom("permanent", "permanent", "permanent", "transient", "transient", "temporary"),
  shutdownMs: fc.constantFrom(20, 100, 0, "brutal_kill", "infinity"),
  readyMs: fc.constantFrom(50, 200),
});

const flags = fc.record({
  strategy: fc.constantFrom("one_for_one", "one_for_all", "rest_for_one"),
  intensity: fc.nat({ max: 7 }),
  periodMs: fc.constantFrom(0, 50, 100, 100, 500, 2_000),
  backoff: fc.record({
    firstMs: fc.constantFrom(0, 10, 50),
    factor: fc.constantFrom(1, 2),
    maxMs: fc.constant(150),
    jitterPct: fc.constantFrom(0, 20, 100),
  }),
  killMs: fc.constantFrom(30, 300, 2_000, 2_000),
});

/** Children are named a, b, c, d in their order. */
export const scenario: fc.Arbitrary<Scenario> = fc.record({
  flags,
  children: fc.array(child, { minLength: 1, maxLength: MOST_CHILDREN })
    .map((specs) => specs.map((spec, i) => ({ id: "abcd"[i], ...spec } as ChildSpec))),
  seed: fc.constantFrom("one", "two", "three"),
  actions: fc.array(rarelyStop, { maxLength: 80, size: "max" }),
  calm: fc.boolean(),
  manners: fc.array(fc.constantFrom("good", "good", "good", "good", "deaf", "undead"), {
    minLength: MOST_CHILDREN,
    maxLength: MOST_CHILDREN,
  }),
}) as fc.Arbitrary<Scenario>;
