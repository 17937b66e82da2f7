import type { Envelope } from "../envelope.ts";
import type { HandlingWrapper } from "./registry.ts";

/** Asks all wrappers, one after the other. Answers a promise only if one of them makes the message wait. */
export function beforeHandling(wrappers: readonly HandlingWrapper[], input: Envelope): void | Promise<void> {
  for (let i = 0; i < wrappers.length; i++) {
    const wait = wrappers[i].before(input);
    if (wait !== undefined) return waitAndGoOn(wait, wrappers.slice(i + 1), input);
  }
}

async function waitAndGoOn(
  wait: Promise<void>,
  rest: readonly HandlingWrapper[],
  input: Envelope,
): Promise<void> {
  await wait;
  await beforeHandling(rest, input);
}
