// What the world tells the toy town in property tests.
import fc from "fast-check";
import type { Told } from "./host_case_fixture.ts";
import { tell } from "./toy_actors_test.ts";

const accounts = fc.constantFrom("account/a", "account/b", "account/c");

const told = fc.oneof(
  fc.record({
    to: accounts,
    kind: fc.constant("Pay"),
    payee: accounts,
    count: fc.integer({ min: 0, max: 90 }),
  }),
  fc.record({ to: fc.constant("counter"), kind: fc.constant("Tick") }),
  fc.record({ to: fc.constant("listener"), kind: fc.constant("Bar") }),
  fc.record({
    to: fc.constantFrom("player/1", "player/2"),
    kind: fc.constant("Ball"),
    count: fc.integer({ min: 0, max: 6 }),
  }),
);

/** Scripts of so many messages, in order of time, some at the same instant. */
export function townScript(bounds: { readonly minLength: number; readonly maxLength: number }) {
  return fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), told), bounds).map((list): Told[] => {
    let atMs = 0;
    return list.map(([gapMs, { to, ...body }]) => tell(atMs += gapMs, to, body));
  });
}
