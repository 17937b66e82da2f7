import type { Latch } from "../../risk/mod.ts";
import type { OperatorAsked, OperatorCommand } from "../operating.ts";
import { applyConfig, rollBackConfig, stageConfig } from "./configuring.ts";
import { pullKill, rearm, scopesOf, symbolsOf } from "./killing.ts";
import { changeLatch } from "./latching.ts";
import type { OperatorContext } from "./state.ts";

/** Commands whose ids are remembered. */
const REMEMBERED = 1000;

/** Carries a command out, or refuses it with the reason; recorded as taken either way, and nothing at all the second time. */
export function takeCommand(ctx: OperatorContext, asked: OperatorAsked): void {
  const { state: { operator: { taken } }, out, nowMs: atMs } = ctx;
  const { commandId, by, command } = asked;
  if (taken.includes(commandId)) return;
  taken.push(commandId);
  if (taken.length >= 2 * REMEMBERED) taken.splice(0, REMEMBERED);
  const why = carryOut(ctx, asked, command);
  if (!out.recorder.on) return;
  const accepted = why === "";
  out.recorder.record({
    kind: "OperatorCommandTaken",
    ...{ commandId, by, command: command.kind, accepted, why, atMs },
  });
}

/** Does what is asked; "" or why not. */
function carryOut(ctx: OperatorContext, asked: OperatorAsked, command: OperatorCommand): string {
  const { spec, state, out, nowMs } = ctx;
  const { by, commandId } = asked;
  switch (command.kind) {
    case "PauseEntries":
      return pause(ctx, command.scope, `paused by ${by}: ${command.reason}`);
    case "ResumeEntries":
      return resume(ctx, command.scope, `resumed by ${by}: ${command.reason}`);
    case "Flatten": {
      const refusal = refusalOf(ctx, command.scope);
      if (refusal !== "") return refusal;
      const cause = `flatten by ${by}: ${command.reason}`;
      pullKill(spec, state, command.scope, { flattenId: commandId, cause, atMs: nowMs }, out);
      return "";
    }
    case "Rearm":
      if (command.reason.trim() === "") return "a reason is needed: say why entries may start again";
      return rearm(spec, state, `re-armed by ${by}: ${command.reason}`, nowMs, out);
    case "StageConfig":
      return stageConfig(ctx, command.patch, by);
    case "ApplyConfig":
      return applyConfig(ctx, command.version, by);
    case "RollBackConfig":
      return rollBackConfig(ctx, by);
    case "RestartActor":
      return command.address === "" ? "an address is needed" : "";
    case "SetMarketSpeed": {
      const { barsPerSecond } = command;
      const isSpeed = Number.isFinite(barsPerSecond) && barsPerSecond > 0;
      return isSpeed ? "" : `barsPerSecond must be a number above 0: current value is ${barsPerSecond}`;
    }
    default:
      return `there is no command ${JSON.stringify((command as { kind: unknown }).kind)}`;
  }
}

/** Entries of a scope are off, and those at work are taken back; exits and protection go on. */
function pause(ctx: OperatorContext, scope: string, cause: string): string {
  const { spec, state, out, nowMs: atMs } = ctx;
  const refusal = refusalOf(ctx, scope);
  if (refusal !== "") return refusal;
  changeLatch(state, operatorLatch(scope, cause), true, atMs, out);
  const symbols = [...symbolsOf(spec, scope)!];
  out.orders.push({ kind: "TakeBackEntries", symbols, reason: cause, atMs });
  return "";
}

function resume(ctx: OperatorContext, scope: string, cause: string): string {
  const { state, out, nowMs } = ctx;
  const refusal = refusalOf(ctx, scope);
  if (refusal !== "") return refusal;
  const before = state.latches;
  changeLatch(state, operatorLatch(scope, cause), false, nowMs, out);
  if (state.latches !== before) return "";
  const paused = before.filter(({ name }) => name === "operator").map((latch) => latch.scope);
  return `no operator has paused ${scope}: paused is ${paused.join(", ") || "nothing"}`;
}

const operatorLatch = (scope: string, cause: string): Latch => ({ scope, name: "operator", cause });

/** Why a scope cannot be meant; "" where it can. */
function refusalOf({ spec }: OperatorContext, scope: string): string {
  if (symbolsOf(spec, scope) !== null) return "";
  return `there is no scope ${JSON.stringify(scope)}: use one of ${scopesOf(spec).join(", ")}`;
}
