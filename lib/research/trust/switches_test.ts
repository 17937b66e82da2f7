import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { systemConfig } from "../../trader/mod.ts";
import { leafPaths, withKnownParameters } from "../sweep/mod.ts";
import { hasSwitch, switchesOf } from "./switches.ts";

const ROUTER = systemConfig.parse({
  id: "router",
  tag: "RR",
  strategies: { squeeze_breakout: { enabled: true } },
  exits: { break_even: { enabled: true }, trailing: { mode: "atr" }, time_out_bars: 40, regime_flip: true },
});

/** Rules and exits that are amounts: how much of a thing, not whether. */
const AMOUNTS = [
  ...["risk.risk_per_trade_pct", "risk.correlation_bars", "risk.cool_down_hours", "risk.reduced_risk_factor"],
  ...["risk.leverage", "risk.max_leverage", "risk.stale_after_bars"],
  ...["exits.break_even.after_r", "exits.break_even.offset_bps", "exits.trailing.atr_multiple"],
  ...["exits.trailing.distance_pct", "exits.trailing.activate_r"],
];

Deno.test("every rule of risk and every exit can be switched off, or is an amount", () => {
  const paths = leafPaths(ROUTER).filter((path) => /^(risk|exits)\./.test(path));
  deepStrictEqual(paths.filter((path) => !hasSwitch(path)).sort(), AMOUNTS.toSorted());
});

Deno.test("switchesOf() gives what the schema takes, each of them a change, and nothing that is off", () => {
  const switches = switchesOf(ROUTER);
  ok(switches.length > 25, `${switches.length}`);
  for (const { name, off } of switches) {
    const changed = withKnownParameters(ROUTER, off);
    ok(changed.ok, `${name}: ${changed.ok || changed.error.join("; ")}`);
    ok(JSON.stringify(changed.value) !== JSON.stringify(ROUTER), name);
    strictEqual(switchesOf(changed.value).some((it) => it.name === name), false, `${name} is still on`);
  }
  for (const name of ["strategies.squeeze_breakout.enabled", "exits.trailing.mode", "exits.regime_flip"]) {
    ok(switches.some((it) => it.name === name), name);
  }
  const plain = switchesOf(systemConfig.parse({ id: "router", tag: "RR" })).map(({ name }) => name);
  deepStrictEqual(plain.filter((name) => /^exits|squeeze/.test(name)), []);
});
