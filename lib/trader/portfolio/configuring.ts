import { knobVersion, patched } from "../knobs.ts";
import type { Knobs } from "../knob_paths.ts";
import { LiveConfig } from "../live_config.ts";
import type { ConfigVersion, OperatorContext } from "./state.ts";

/** Versions that can be applied, and that can be gone back to. */
const KEPT = 50;

const holding = ({ state: { operator: { held } } }: OperatorContext): ConfigVersion => held.at(-1)!;

/** Puts a patch of knobs aside as a version that may be applied; "" or why it may not. */
export function stageConfig(ctx: OperatorContext, patch: Knobs, by: string): string {
  const { spec, state: { operator }, out, nowMs: atMs } = ctx;
  const { version: base, knobs: now } = holding(ctx);
  const next = patched(spec.config, now, patch);
  if (!next.ok) return next.error;
  operator.versions += 1;
  const version = knobVersion(operator.versions, next.value);
  // the message it came with is not ours to keep
  const own = { ...patch };
  operator.staged.push({ version, patch: own, knobs: next.value, base });
  if (operator.staged.length > KEPT) operator.staged.shift();
  if (out.recorder.on) out.recorder.record({ kind: "ConfigStaged", version, patch: { ...own }, by, atMs });
  return "";
}

/** A staged version holds from the next bar on; "" or why it does not. */
export function applyConfig(ctx: OperatorContext, version: string, by: string): string {
  const { state: { operator }, out, nowMs: atMs } = ctx;
  const at = operator.staged.findIndex((it) => it.version === version);
  if (at < 0) {
    const names = operator.staged.map((it) => it.version).join(", ") || "nothing";
    return `version ${JSON.stringify(version)} is not staged: staged is ${names}`;
  }
  const [{ patch, knobs, base }] = operator.staged.splice(at, 1);
  const now = holding(ctx).version;
  if (base !== now) {
    const why = `it was staged on version ${base}, and ${now} holds by now: stage it again`;
    if (out.recorder.on) out.recorder.record({ kind: "ConfigFailed", version, why, atMs });
    return why;
  }
  operator.held.push({ version, knobs });
  if (operator.held.length > KEPT) operator.held.shift();
  if (out.recorder.on) out.recorder.record({ kind: "ConfigApplied", version, patch, by, atMs });
  tellAll(ctx);
  return "";
}

/** The version before holds again, from the next bar on; "" or why it does not. */
export function rollBackConfig(ctx: OperatorContext, by: string): string {
  const { state: { operator: { held } }, out, nowMs: atMs } = ctx;
  if (held.length < 2) return `there is no version before ${holding(ctx).version}`;
  const { version } = held.pop()!;
  const to = holding(ctx).version;
  if (out.recorder.on) out.recorder.record({ kind: "ConfigRolledBack", version, to, by, atMs });
  tellAll(ctx);
  return "";
}

function tellAll(ctx: OperatorContext): void {
  const { version, knobs } = holding(ctx);
  const { newestCloseMs: afterMs } = ctx;
  const change = { kind: "ConfigChanged", version, knobs: { ...knobs }, afterMs } as const;
  LiveConfig.take(ctx.state.config, change);
  ctx.out.changes.push(change);
}
