import assert from "node:assert/strict";
import type { ChildSpec, ExitReason } from "./child_spec.ts";
import type { Scenario } from "./model_scenario_fixture.ts";
import type { SupervisorCommand } from "./supervisor_protocol.ts";

/** A life of a child, as the world sees it. */
export interface Life {
  readonly id: string;
  readonly incarnation: number;
  ready: boolean;
  told: "stop" | "kill" | null;
  /** What went wrong before it was told anything. */
  fault: ExitReason | null;
}

/** Who is who in a scenario. */
export class Family {
  readonly #ids: readonly string[];

  constructor(readonly scenario: Scenario) {
    this.#ids = scenario.children.map(({ id }) => id);
  }

  spec(id: string): ChildSpec {
    return this.scenario.children[this.#ids.indexOf(id)];
  }

  leftOf(id: string): readonly string[] {
    return this.#ids.slice(0, this.#ids.indexOf(id));
  }

  rightOf(id: string): readonly string[] {
    return this.#ids.slice(this.#ids.indexOf(id) + 1);
  }

  /** Who starts again where this one does. */
  groupOf(id: string): readonly string[] {
    const { strategy } = this.scenario.flags;
    if (strategy === "one_for_one") return [id];
    return strategy === "one_for_all" ? this.#ids : [id, ...this.rightOf(id)];
  }
}

/** A timer of the world; its kind is known by the command it came with, not by its name. */
export interface WorldTimer {
  readonly dueMs: number;
  readonly kind: "ready" | "stop" | "kill" | "backoff";
  readonly id: string;
}

/** What a timer set right after `cause` is for and how long it must run; fails where there is no such timer. */
export function timerFor(
  family: Family,
  cause: SupervisorCommand | null,
): Omit<WorldTimer, "dueMs"> & { inMs: number } {
  switch (cause?.kind) {
    case "Start":
      return { kind: "ready", id: cause.id, inMs: family.spec(cause.id).readyMs };
    case "Stop":
      return { kind: "stop", id: cause.id, inMs: Number(family.spec(cause.id).shutdownMs) };
    case "Kill":
      return { kind: "kill", id: cause.id, inMs: family.scenario.flags.killMs };
    case "Restarting":
      return { kind: "backoff", id: cause.id, inMs: cause.delayMs };
  }
  assert.fail(`a timer for ${cause?.kind}`);
}

/** The timer a life must have and no other, or none. */
export function timerOf(family: Family, { id, told, ready }: Life): readonly string[] {
  if (told === null) return ready ? [] : ["ready"];
  return told === "stop" && family.spec(id).shutdownMs === "infinity" ? [] : [told];
}
