import { closeHolding, iso } from "./fake_book_fixture.ts";
import { confirmOne, stage } from "./fake_config_fixture.ts";
import { bookEvents, type FakeRun, type NewEvent, nowMs, numbered, tell } from "./fake_run_fixture.ts";
import { workerOf } from "./fake_tree_fixture.ts";
import type { CommandOutcome, OperatorCommand } from "./ports.ts";

/** How long the parts of the fake take to do what they are told, ms of wall time; 0 is at once. */
export interface FakeDelays {
  readonly confirmMs: number;
  readonly restartMs: number;
}

/** Does what an operator asks; those things that take time in a real tree take it here as well, where delays are given. */
export function command(
  run: FakeRun,
  asked: OperatorCommand,
  by: string,
  delays: FakeDelays,
): CommandOutcome {
  run.commands += 1;
  const commandId = `op-${run.commands}`;
  const said = perform(run, asked, by, delays);
  const why = "why" in said ? said.why : "";
  publish(run, {
    kind: "OperatorCommandTaken",
    text: `${by}: ${asked.kind}: ${why === "" ? (said as Done).text : `refused, ${why}`}`,
    level: why === "" ? "info" : "warning",
    data: { commandId, by, command: asked.kind, accepted: why === "", why },
  });
  return why === ""
    ? { status: "accepted", commandId, seq: run.seq, text: (said as Done).text }
    : { status: "refused", commandId, why };
}

interface Done {
  readonly text: string;
}
type Said = Done | { readonly why: string };

function perform(run: FakeRun, asked: OperatorCommand, by: string, delays: FakeDelays): Said {
  switch (asked.kind) {
    case "PauseEntries":
      return latch(run, asked.scope, "operator", asked.reason);
    case "ResumeEntries":
      return unlatch(run, (l) => l.scope === asked.scope && l.name === "operator");
    case "Flatten":
      return flatten(run, asked.scope, asked.reason);
    case "Rearm":
      return unlatch(run, (l) => l.name === "kill");
    case "RestartActor":
      return restart(run, asked.address, delays.restartMs);
    case "SetMarketSpeed":
      run.barsPerSecond = asked.barsPerSecond;
      return { text: `the market plays ${asked.barsPerSecond} bars a second` };
    case "StageConfig": {
      const staged = stage(run.config, asked.patch, by, iso(nowMs(run)));
      if ("why" in staged) return staged;
      publish(run, {
        kind: "ConfigStaged",
        text: `${staged.version} is staged`,
        data: { version: staged.version },
      });
      return { text: `${staged.version} is staged` };
    }
    case "ApplyConfig":
      return apply(run, asked.version, delays.confirmMs);
    case "RollBackConfig":
      return rollBack(run, by, delays.confirmMs);
  }
}

function latch(run: FakeRun, scope: string, name: string, cause: string): Said {
  if (run.latches.some((l) => l.scope === scope && l.name === name)) {
    return { why: `${scope} is paused already` };
  }
  run.latches.push({ scope, name, cause, since: iso(nowMs(run)) });
  const symbol = scope.includes("/") ? scope : null;
  const text = `latch ${name} on for ${scope}: ${cause}`;
  publish(run, {
    kind: "LatchChanged",
    text,
    level: "warning",
    symbol,
    data: { scope, latch: name, on: true, cause },
  });
  return { text: `entries of ${scope} are off` };
}

function unlatch(run: FakeRun, isMeant: (latch: FakeRun["latches"][number]) => boolean): Said {
  const held = run.latches.filter(isMeant);
  if (held.length === 0) return { why: "No such latch is held" };
  for (const one of held) {
    run.latches.splice(run.latches.indexOf(one), 1);
    const { scope, name } = one;
    const text = `latch ${name} off for ${scope}`;
    publish(run, { kind: "LatchChanged", text, data: { scope, latch: name, on: false, cause: "" } });
  }
  return { text: "entries are on again" };
}

function flatten(run: FakeRun, scope: string, reason: string): Said {
  if (!run.latches.some((l) => l.name === "kill")) latch(run, scope, "kill", reason);
  const meant = run.book.holdings.filter((h) => scope === "portfolio" || h.symbol === scope);
  for (const holding of meant) {
    const tape = run.tapes.find((t) => t.spec.symbol === holding.symbol)!;
    const trade = closeHolding(run.book, tape, holding, tape.candles.at(-1)!.close, "flatten", nowMs(run));
    tell(run, bookEvents(run, tape, { kind: "closed", trade }, nowMs(run)));
  }
  return { text: `${meant.length} positions are closed at the market` };
}

function restart(run: FakeRun, address: string, restartMs: number): Said {
  const worker = workerOf(address);
  if (worker === undefined) return { why: `There is no actor ${address}` };
  run.tree.down.add(worker);
  run.tree.restarts[worker] = (run.tree.restarts[worker] ?? 0) + 1;
  run.tree.lately.unshift({ part: worker, at: iso(nowMs(run)), why: "stopped in order" });
  later(restartMs, () => run.tree.down.delete(worker));
  return { text: `worker ${worker} is being restarted` };
}

function apply(run: FakeRun, version: string, confirmMs: number): Said {
  const view = run.config.versions.find((v) => v.version === version);
  if (view === undefined) return { why: `There is no version ${version}` };
  if (view.status !== "staged") return { why: `${version} is ${view.status}, not staged` };
  const next = () => {
    const who = confirmOne(run.config, version);
    if (who === undefined) return;
    const data = { version, actor: who };
    publish(run, { kind: "ConfigConfirmed", actor: who, text: `${who} has ${version}`, data });
    if (run.config.version === version) {
      publish(run, { kind: "ConfigApplied", text: `${version} is applied`, data });
    } else later(confirmMs, next);
  };
  later(confirmMs, next);
  return { text: `${version} goes to every actor` };
}

function rollBack(run: FakeRun, by: string, confirmMs: number): Said {
  const { config } = run;
  const i = config.versions.findIndex((v) => v.version === config.version);
  const patch = config.versions[i].patch;
  if (i < 1) return { why: "There is nothing to roll back to" };
  const before = Object.fromEntries(Object.keys(patch).map((path) => [path, valueBefore(run, path, i)]));
  config.versions[i] = { ...config.versions[i], status: "rolled_back" };
  const staged = stage(config, before, by, iso(nowMs(run)));
  return "why" in staged ? staged : apply(run, staged.version, confirmMs);
}

/** What a knob was before version number `i`. */
function valueBefore({ config }: FakeRun, path: string, i: number): number {
  const earlier = config.versions.slice(0, i).findLast(({ patch }) => path in patch);
  return earlier?.patch[path] ?? DEFAULTS[path];
}

const DEFAULTS: Readonly<Record<string, number>> = {
  "system.risk.risk_per_trade_pct": 0.5,
  "system.risk.max_total_open_risk_pct": 2,
  "system.risk.max_open_positions": 4,
  "system.risk.max_same_direction": 2,
  "system.risk.max_correlation": 0.8,
  "system.risk.daily_stop_pct": 2,
  "system.risk.weekly_stop_pct": 5,
  "system.risk.monthly_stop_pct": 8,
  "system.risk.cool_down_hours": 12,
};

function publish(run: FakeRun, event: NewEvent): void {
  tell(run, [numbered(run, event, nowMs(run))]);
}

function later(delayMs: number, action: () => void): void {
  if (delayMs === 0) action();
  else setTimeout(action, delayMs);
}
