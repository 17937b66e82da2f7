import assert from "node:assert/strict";
import type { ExitReason } from "./child_spec.ts";
import { Family, type Life, timerFor, timerOf, type WorldTimer } from "./model_family_fixture.ts";
import type { Scenario } from "./model_scenario_fixture.ts";
import type { SupervisorCommand, SupervisorEvent } from "./supervisor_protocol.ts";

/** What happened in all runs together, so that a test can see that it tested something. */
export type Tally = Record<string, number>;

type Of<K extends SupervisorCommand["kind"]> = Extract<SupervisorCommand, { kind: K }>;

/**
 * The world's own account of what a supervisor may and must do. It is written from the rules, shares no code
 * with the reducer, and reads nothing but events and commands.
 */
export class Judge {
  phase: "fresh" | "up" | "stop" | "escalate" | "end" = "fresh";
  readonly lives = new Map<string, Life>();
  readonly timers = new Map<string, WorldTimer>();
  readonly dropped = new Set<string>();
  readonly born = new Map<string, number>();
  ending: "Stopped" | "intensity" | "unkillable" | null = null;
  #restarts: { readonly id: string; readonly atMs: number }[] = [];
  /** Who lives and has to go, because of a sibling, an operator or the end. */
  #condemned = new Set<string>();
  #backoffUntilMs = new Map<string, number>();
  #blamed = "";
  #readyOwed = false;
  #expected: string[] = [];

  readonly #family: Family;

  constructor(readonly scenario: Scenario, readonly tally: Tally) {
    this.#family = new Family(scenario);
  }

  isAtWork = (id: string): boolean => {
    const life = this.lives.get(id);
    return life !== undefined && life.ready && life.told === null && life.fault === null &&
      !this.#condemned.has(id);
  };

  isQuiescent(): boolean {
    if (this.phase === "fresh" || this.phase === "end") return true;
    return this.phase === "up" &&
      this.scenario.children.every(({ id }) => this.dropped.has(id) || this.isAtWork(id));
  }

  count(what: string): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1;
  }

  /** Takes in a fact that is not stale and notes what must follow. */
  expect(event: SupervisorEvent): void {
    this.#expected = [];
    switch (event.kind) {
      case "StartRequested":
        if (this.phase === "fresh") [this.phase, this.#readyOwed] = ["up", true];
        return;
      case "StopRequested":
        return this.#leave("stop");
      case "RestartRequested":
        return this.#expectRestart(event.id);
      case "ChildReady":
        return void (this.#life(event.id).ready ||= this.#life(event.id).told === null);
      case "ChildFailed":
        return this.#expectKill(this.#life(event.id), event.reason);
      case "ChildGone":
        return this.#expectAfterGone(this.#life(event.id), event.reason, event.atMs);
      case "TimerFired":
        return this.#expectAfterTimer(event.name);
    }
  }

  /** Judges what was commanded, in order, and carries it out. */
  take(event: SupervisorEvent, commands: readonly SupervisorCommand[]): void {
    let cause: SupervisorCommand | null = null;
    for (const command of commands) {
      if (command.kind === "SetTimer") this.#onSetTimer(command, cause, event.atMs);
      else if (command.kind === "ClearTimer") assert.ok(this.timers.delete(command.name), "no such timer");
      else this.#onCommand(cause = command, event);
    }
    assert.deepEqual(this.#expected, [], "owed, but not commanded");
    this.#checkNothingHangs();
  }

  #life(id: string): Life {
    return this.lives.get(id) as Life;
  }

  #leave(phase: "stop" | "escalate"): void {
    if (phase === "stop" && this.phase === "escalate") this.count("stop in escalation");
    if (phase === "stop" && this.#backoffUntilMs.size > 0) this.count("stop in backoff");
    this.phase = phase;
    this.#condemned = new Set(this.lives.keys());
    this.#backoffUntilMs.clear();
    if (this.lives.size === 0) this.#expected.push(phase === "stop" ? "Stopped" : "GaveUp");
  }

  #condemnGroup(id: string): void {
    for (const each of this.#family.groupOf(id)) if (this.lives.has(each)) this.#condemned.add(each);
  }

  #expectRestart(id: string): void {
    if (this.phase !== "up" || this.#family.spec(id).restart === "temporary" || this.dropped.has(id)) return;
    this.#backoffUntilMs.delete(id);
    const life = this.lives.get(id);
    if (life === undefined || life.told !== null || this.#condemned.has(id)) return;
    this.count("operator restarts");
    this.#condemnGroup(id);
  }

  #expectKill(life: Life, reason: ExitReason): void {
    if (life.told === "kill") return;
    if (life.told === null) life.fault = reason;
    this.#expected.push(`Kill ${life.id}`);
  }

  #expectAfterTimer(name: string): void {
    const { kind, id } = this.timers.get(name) as WorldTimer;
    this.timers.delete(name);
    this.count(`${kind} timers`);
    if (kind === "ready") this.#expectKill(this.#life(id), { kind: "not_ready", detail: "" });
    if (kind === "stop") this.#expected.push(`Kill ${id}`);
    if (kind === "kill") this.#expected.push("GaveUp");
  }

  #expectAfterGone(life: Life, lastReason: ExitReason, atMs: number): void {
    const { id } = life;
    this.lives.delete(id);
    this.#condemned.delete(id);
    if (this.phase !== "up") {
      if (this.lives.size === 0) this.#expected.push(this.phase === "stop" ? "Stopped" : "GaveUp");
      return;
    }
    const { restart } = this.#family.spec(id);
    const asTold = life.told !== null && life.fault === null;
    const { kind } = life.fault ?? lastReason;
    const endedWell = restart === "transient" && (kind === "normal" || kind === "shutdown");
    if (restart === "temporary" || (endedWell && !asTold)) {
      this.dropped.add(id);
      this.#expected.push(`Dropped ${id} ${kind}`);
    } else if (!asTold) this.#expectRecovery(id, kind, atMs);
  }

  #expectRecovery(id: string, kind: string, atMs: number): void {
    const { intensity, periodMs } = this.scenario.flags;
    this.#restarts.push({ id, atMs });
    let inPeriod = 0;
    for (const restart of this.#restarts) {
      if (atMs - restart.atMs <= periodMs) inPeriod += 1;
      if (periodMs > 0 && atMs - restart.atMs === periodMs) this.count("at the window's edge");
    }
    if (inPeriod > intensity) {
      this.#blamed = id;
      return this.#leave("escalate");
    }
    this.#expected.push(`Restarting ${id} ${kind} ${inPeriod}`);
    this.count(`restarts ${this.scenario.flags.strategy}`);
    this.#condemnGroup(id);
  }

  #onCommand(command: SupervisorCommand, event: SupervisorEvent): void {
    switch (command.kind) {
      case "Start":
        return this.#onStart(command, event.atMs);
      case "Stop":
        return this.#onStop(command, event);
      case "Kill":
        return this.#onKill(command, event);
      case "Restarting":
        this.#settle(`Restarting ${command.id} ${command.reason.kind} ${command.restartsInPeriod}`);
        return this.#onRestarting(command, event.atMs);
      case "Dropped":
        this.count("drops");
        return this.#settle(`Dropped ${command.id} ${command.reason.kind}`);
      case "AllReady":
        assert.ok(this.#readyOwed && this.isQuiescent(), "ready too early or twice");
        this.#readyOwed = false;
        return this.count("all ready");
      case "Stopped":
        this.#settle("Stopped");
        return this.#end("Stopped");
      case "GaveUp":
        this.#settle("GaveUp");
        if (command.reason === "intensity") assert.equal(command.child, this.#blamed);
        return this.#end(command.reason);
    }
  }

  #settle(debt: string): void {
    const at = this.#expected.indexOf(debt);
    assert.ok(at >= 0, `${debt} is not due, but ${this.#expected}`);
    this.#expected.splice(at, 1);
  }

  #end(ending: "Stopped" | "intensity" | "unkillable"): void {
    assert.deepEqual([...this.timers.keys()], [], "timers after the end");
    if (ending !== "unkillable") assert.equal(this.lives.size, 0, "alive after the end");
    this.phase = "end";
    this.ending = ending;
    this.count(`ended ${ending}`);
  }

  #onStart({ id, incarnation }: Of<"Start">, atMs: number): void {
    const { strategy } = this.scenario.flags;
    assert.equal(this.phase, "up");
    assert.ok(!this.lives.has(id), `two lives of ${id}`);
    assert.ok(!this.dropped.has(id), `${id} came back`);
    assert.equal(incarnation, (this.born.get(id) ?? 0) + 1);
    if (this.#family.spec(id).restart === "temporary") assert.equal(incarnation, 1);
    if (strategy !== "one_for_one" || incarnation === 1) {
      const left = this.#family.leftOf(id).filter((each) => !this.dropped.has(each));
      assert.ok(left.every(this.isAtWork), `${id} started before its left was ready`);
      assert.ok(
        !this.#family.rightOf(id).some((each) => this.lives.has(each)),
        `${id} started after its right`,
      );
    }
    if (strategy !== "one_for_one") {
      assert.equal(this.#condemned.size, 0, "started before the group was gone");
    }
    for (const [who, untilMs] of this.#backoffUntilMs) {
      if (who === id || strategy !== "one_for_one") assert.ok(untilMs <= atMs, "started within the backoff");
    }
    this.#backoffUntilMs.delete(id);
    this.#readyOwed = true;
    this.born.set(id, incarnation);
    this.lives.set(id, { id, incarnation, ready: false, told: null, fault: null });
    this.count("starts");
  }

  #onStop({ id, incarnation, budgetMs }: Of<"Stop">, event: SupervisorEvent): void {
    const life = this.#life(id);
    assert.deepEqual([life.incarnation, life.told, life.fault], [incarnation, null, null]);
    assert.equal(budgetMs, this.#family.spec(id).shutdownMs);
    this.#checkMayGo(id, event);
    life.told = "stop";
    this.count("stops");
  }

  #onKill({ id, incarnation }: Of<"Kill">, event: SupervisorEvent): void {
    const life = this.#life(id);
    assert.equal(life.incarnation, incarnation);
    assert.notEqual(life.told, "kill", "killed twice");
    if (this.#expected.includes(`Kill ${id}`)) this.#settle(`Kill ${id}`);
    else {
      assert.deepEqual([life.told, life.fault], [null, null]);
      assert.equal(this.#family.spec(id).shutdownMs, "brutal_kill");
      this.#checkMayGo(id, event);
      this.count("brutal kills");
    }
    life.told = "kill";
  }

  /** Right to left: nothing lives on the right of who is told to go, unless it goes alone. */
  #checkMayGo(id: string, event: SupervisorEvent): void {
    assert.ok(this.#condemned.has(id), `${id} was told to go for no reason`);
    if (this.phase === "up" && this.scenario.flags.strategy === "one_for_one") {
      assert.ok(event.kind === "RestartRequested" && event.id === id);
      return;
    }
    const right = this.#family.rightOf(id);
    assert.ok(!right.some((each) => this.lives.has(each)), `${id} told to go before its right was gone`);
    this.count(`ordered stops ${this.phase} ${this.scenario.flags.strategy}`);
  }

  #onRestarting({ id, delayMs }: Of<"Restarting">, atMs: number): void {
    const { backoff, periodMs } = this.scenario.flags;
    const nth = this.#restarts.filter((each) => each.id === id && atMs - each.atMs <= periodMs).length;
    let plainMs = backoff.firstMs;
    for (let n = 1; n < nth; n++) plainMs *= backoff.factor;
    plainMs = Math.min(plainMs, backoff.maxMs);
    assert.ok(Math.abs(delayMs - plainMs) <= plainMs * backoff.jitterPct / 100 + 0.5, `delay ${delayMs}`);
    this.#backoffUntilMs.set(id, atMs + delayMs);
  }

  #onSetTimer({ name, dueMs }: Of<"SetTimer">, cause: SupervisorCommand | null, atMs: number): void {
    assert.ok(!this.timers.has(name), `${name} set twice`);
    const { kind, id, inMs } = timerFor(this.#family, cause);
    assert.equal(dueMs - atMs, inMs, `${name} due`);
    this.timers.set(name, { dueMs, kind, id });
  }

  /** Whatever is under way has a timer or an answer to come, and exactly that. */
  #checkNothingHangs(): void {
    if (this.phase === "end" || this.phase === "fresh") return;
    const timers = [...this.timers.values()];
    for (const life of this.lives.values()) {
      const has = timers.filter(({ id }) => id === life.id).map(({ kind }) => kind);
      assert.deepEqual(has, timerOf(this.#family, life), `timers of ${life.id}`);
    }
    const busy = [...this.lives.values()].some(({ told, ready }) => told !== null || !ready);
    assert.ok(busy || timers.length > 0 || this.isQuiescent(), "stuck");
    if (this.isQuiescent()) assert.ok(!this.#readyOwed, "all ready, but not said");
    if (this.#condemned.size > 0) {
      assert.ok([...this.#condemned].some((id) => this.#life(id).told !== null), "nobody is told to go");
    }
  }
}
