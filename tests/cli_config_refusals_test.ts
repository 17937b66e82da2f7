/**
 * Wrong configuration from outside: refused with path, origin and all faults at once, before anything is created.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { cli, mustRefuse, type Outcome, pooled, scratch, SHORT_YAML } from "./fixtures/cli.ts";

interface Case {
  readonly name: string;
  /** Text of my.yaml, passed by --config over short.yaml. */
  readonly yaml?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: readonly RegExp[];
}

const REFUSED = /^Configuration refused, nothing was traded:$/m;

const CASES: readonly Case[] = [
  {
    name: "faults of three sources",
    yaml: "account: { balance: lots }\nsystem: { risk: { leverage: 3, foo: 1 } }",
    env: { BULKHEAD_NONSENSE: "1", BULKHEAD_SYSTEM__RISK__COOL_DOWN_HOURS: "-1" },
    args: ["--seed", ""],
    says: [
      REFUSED,
      /^ {2}account\.balance: .*number.*\(from my\.yaml\)$/m,
      /^ {2}feed\.simulated\.seed: .*\(from command line\)$/m,
      /^ {2}system\.risk\.foo: unknown key \(from my\.yaml\); remove it/m,
      /^ {2}system\.risk\.cool_down_hours: .*\(from environment BULKHEAD_SYSTEM__RISK__COOL_DOWN_HOURS\)$/m,
      /^ {2}nonsense: unknown key \(from environment BULKHEAD_NONSENSE\)/m,
    ],
  },
  {
    name: "an unsafe combination",
    yaml: "system: { risk: { leverage: 3 } }",
    says: [REFUSED, /^ {2}system\.risk\.leverage: must not exceed max_leverage \(2\) \(from my\.yaml\)$/m],
  },
  { name: "broken YAML", yaml: "a: [", says: [REFUSED, /^ {2}my\.yaml: not valid YAML: .* line 1/m] },
  { name: "a key twice", yaml: "mode: paper\nmode: paper", says: [/^ {2}my\.yaml: .*unique at line 2/m] },
  {
    name: "an environment value that is broken YAML",
    env: { BULKHEAD_SYSTEM__RISK: "{leverage: 1" },
    says: [REFUSED, /^ {2}environment BULKHEAD_SYSTEM__RISK: not valid YAML/m],
  },
  {
    name: "live trading",
    env: { BULKHEAD_MODE: "live" },
    says: [/^ {2}mode: only "paper" exists so far.*BULKHEAD_MODE/m],
  },
  {
    name: "a configuration file that is not there",
    args: ["--config", "nowhere.yaml"],
    says: [/^Cannot read configuration file nowhere\.yaml: No such file.*Check the path\.$/m],
  },
  {
    name: "a system file that is not there",
    args: ["--system", "nowhere.yaml"],
    says: [/^Cannot read configuration file nowhere\.yaml: No such file/m],
  },
  {
    name: "a system file without a name",
    yaml: "system: { tag: RR }",
    args: ["--system", "my.yaml"],
    says: [REFUSED, /^ {2}system\.id: is missing, expected string/m],
  },
];

async function outcomeOf({ yaml = "", args = [], env = {} }: Case): Promise<Outcome> {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  folder.put("my.yaml", yaml);
  const layers = ["--config", "short.yaml", "--config", "my.yaml"];
  const outcome = await cli(folder.path, ["start", ...layers, "--store", "a.sqlite", ...args], env);
  deepStrictEqual(folder.traces(), []);
  return outcome;
}

Deno.test("start refuses wrong configuration before it makes a store", async (t) => {
  const outcomes = await pooled(CASES, outcomeOf);
  for (const [i, { name, says }] of CASES.entries()) {
    await t.step(name, () => mustRefuse(outcomes[i]!, ...says));
  }
});

Deno.test("config check refuses what start refuses", async () => {
  using folder = scratch();
  folder.put("my.yaml", "sytem: {}");
  mustRefuse(
    await cli(folder.path, ["config", "check", "--config", "my.yaml"]),
    /^ {2}sytem: unknown key \(from my\.yaml\)/m,
  );
});
