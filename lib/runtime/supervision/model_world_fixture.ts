import assert from "node:assert/strict";
import { deepFreeze } from "../deep_freeze.ts";
import type { ExitKind } from "./child_spec.ts";
import type { Life } from "./model_family_fixture.ts";
import { Judge, type Tally } from "./model_judge_fixture.ts";
import type { Action, Scenario } from "./model_scenario_fixture.ts";
import { Supervisor } from "./supervisor.ts";
import type { SupervisorEvent } from "./supervisor_protocol.ts";
import type { SupervisorState } from "./supervisor_state.ts";

/** More steps than any world needs to come to rest once faults cease. */
const PATIENCE = 200;

/** Plays a scenario to its end; throws where the supervisor breaks a rule. */
export function play(scenario: Scenario, tally: Tally): void {
  const world = new World(scenario, tally);
  world.tell({ kind: "StartRequested", atMs: 0 });
  for (const action of scenario.actions) if (!world.isOver()) world.act(action);
  if (scenario.calm) world.calmDown();
  world.stop();
}

/** Children, timers and time around one supervisor. */
class World {
  readonly #judge: Judge;
  #state: SupervisorState;
  #nowMs = 0;
  /** Names of timers that were once set. */
  readonly #oldTimers: string[] = ["never set"];

  constructor(readonly scenario: Scenario, tally: Tally) {
    this.#judge = new Judge(scenario, tally);
    this.#state = Supervisor.create(scenario);
    deepFreeze(this.#state);
  }

  tell(event: SupervisorEvent): void {
    if (this.#judge.phase === "end") return this.#tellStale(event);
    this.#judge.expect(event);
    const { state, commands } = Supervisor.step(this.#state, event);
    this.#judge.take(event, commands);
    this.#state = state;
    deepFreeze(state);
    for (const command of commands) if (command.kind === "SetTimer") this.#oldTimers.push(command.name);
    assert.equal(Supervisor.isQuiescent(state), this.#judge.isQuiescent(), "isQuiescent()");
    for (const { id } of this.scenario.children) {
      const phase = Supervisor.phaseOf(state, id);
      const isLive = ["starting", "running", "stopping", "killing"].includes(phase ?? "");
      assert.equal(isLive, this.#judge.lives.has(id), `${id} is ${phase}`);
    }
  }

  isOver(): boolean {
    return this.#judge.phase === "end";
  }

  act(action: Action): void {
    const lives = [...this.#judge.lives.values()];
    const choose = <T>(from: readonly T[], pick: number): readonly T[] =>
      from.length === 0 ? [] : [from[pick % from.length]];
    switch (action.do) {
      case "start":
        return this.tell({ kind: "StartRequested", atMs: this.#nowMs });
      case "stop":
        return this.tell({ kind: "StopRequested", atMs: this.#nowMs });
      case "timer":
        return this.#fireNext(Infinity);
      case "wait":
        return this.#wait(action.ms);
      case "ready":
        return choose(lives.filter(({ ready }) => !ready), action.pick).forEach((life) => this.#ready(life));
      case "obey":
        return choose(lives.filter(({ told }) => told !== null), action.pick).forEach((life) =>
          this.#obey(life)
        );
      case "fail":
        return choose(lives, action.pick).forEach((life) => this.#end("ChildFailed", life, action.exit));
      case "gone":
        return choose(lives, action.pick).forEach((life) => this.#end("ChildGone", life, action.exit));
      case "restart":
        return choose(this.scenario.children, action.pick).forEach(({ id }) =>
          this.tell({ kind: "RestartRequested", atMs: this.#nowMs, id })
        );
      case "stale":
        return this.#tellStale(choose(this.#staleEvents(), action.pick)[0]);
    }
  }

  /** No more faults: children get ready and do as told, timers fire. Everything must come to rest. */
  calmDown(): void {
    for (let step = 0; !this.#judge.isQuiescent(); step++) {
      assert.ok(step < PATIENCE, "no rest without faults");
      this.#goOn(() => true);
    }
    assert.equal(this.#judge.timers.size, 0, "timers at rest");
    if (this.#judge.phase === "up") this.#judge.count("came to rest at work");
  }

  /** An ordered stop, where children behave by their manners. It must end. */
  stop(): void {
    this.tell({ kind: "StopRequested", atMs: this.#nowMs });
    const mannersOf = ({ id }: Life) => this.scenario.manners["abcd".indexOf(id)];
    const obeys = (life: Life): boolean => {
      if (life.told === "kill") return mannersOf(life) !== "undead";
      return mannersOf(life) === "good" || this.#judge.timers.size === 0;
    };
    for (let step = 0; this.#judge.phase !== "end"; step++) {
      assert.ok(step < PATIENCE, "no end after the stop");
      this.#goOn(obeys);
    }
    const undead = this.scenario.manners.includes("undead");
    if (!undead && this.#judge.ending === "unkillable") this.#judge.count("unkillable before the stop");
    this.tell({ kind: "StopRequested", atMs: this.#nowMs });
  }

  #goOn(obeys: (life: Life) => boolean): void {
    const lives = [...this.#judge.lives.values()];
    const told = lives.find((life) => life.told !== null && obeys(life));
    const starting = lives.find((life) => life.told === null && !life.ready);
    if (told !== undefined) this.#obey(told);
    else if (starting !== undefined) this.#ready(starting);
    else this.#fireNext(Infinity);
  }

  #ready({ id, incarnation }: Life): void {
    this.tell({ kind: "ChildReady", atMs: this.#nowMs, id, incarnation });
  }

  #obey(life: Life): void {
    this.#end("ChildGone", life, life.told === "kill" ? "killed" : "shutdown");
  }

  #end(kind: "ChildFailed" | "ChildGone", { id, incarnation }: Life, exit: ExitKind): void {
    this.tell({ kind, atMs: this.#nowMs, id, incarnation, reason: { kind: exit, detail: "world" } });
  }

  #wait(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let step = 0; step < PATIENCE; step++) {
      const before = this.#judge.timers.size;
      this.#fireNext(untilMs);
      if (before === 0 || this.#nowMs === untilMs) break;
    }
    this.#nowMs = untilMs;
  }

  /** Fires the earliest timer that is due by `untilMs`. */
  #fireNext(untilMs: number): void {
    const [next] = [...this.#judge.timers].sort(([, a], [, b]) => a.dueMs - b.dueMs);
    if (next === undefined || next[1].dueMs > untilMs) return;
    this.#nowMs = Math.max(this.#nowMs, next[1].dueMs);
    this.tell({ kind: "TimerFired", atMs: this.#nowMs, name: next[0] });
  }

  /** Facts that were true once or never. */
  #staleEvents(): SupervisorEvent[] {
    const atMs = this.#nowMs;
    const reason = { kind: "crash", detail: "stale" } as const;
    const events: SupervisorEvent[] = [
      { kind: "ChildGone", atMs, id: "nobody", incarnation: 1, reason },
      { kind: "RestartRequested", atMs, id: "nobody" },
    ];
    for (const { id } of this.scenario.children) {
      const born = this.#judge.born.get(id) ?? 0;
      const dead = this.#judge.lives.has(id) ? born - 1 : born;
      for (const incarnation of [dead, born + 1]) {
        events.push({ kind: "ChildReady", atMs, id, incarnation });
        events.push({ kind: "ChildFailed", atMs, id, incarnation, reason });
        events.push({ kind: "ChildGone", atMs, id, incarnation, reason });
      }
    }
    for (const name of this.#oldTimers) {
      if (!this.#judge.timers.has(name)) events.push({ kind: "TimerFired", atMs, name });
    }
    return events;
  }

  #tellStale(event: SupervisorEvent): void {
    const { state, commands } = Supervisor.step(this.#state, event);
    assert.deepEqual(commands, []);
    assert.equal(state, this.#state);
    this.#judge.count("stale events");
  }
}
