import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import { leaves } from "./layers.ts";
import { configJsonSchema, configSchema } from "./schema.ts";
import { ENVIRONMENT_VARIABLES } from "./environment.ts";
import { faultsOf, load, projectFile } from "./shipped_fixture.ts";

/** The least a configuration must say. */
const LEAST = { system: { id: "regime-router", tag: "RR" } };

Deno.test("the shipped YAML says the schema's defaults, value for value", () => {
  deepStrictEqual(load("").config, configSchema.parse(LEAST));
});

Deno.test("the shipped YAML leaves out no value and invents none", () => {
  const { config, origins } = load("");
  const unwritten = leaves(config).map(([path]) => path).filter((path) => !origins.has(path));
  deepStrictEqual(unwritten, []);
  ok(leaves(config).length > 80, "the whole configuration was looked at");
});

Deno.test("configSchema fills in every section and key of a system that says its name and tag alone", () => {
  const system = parseYaml(projectFile("config/systems/regime-router.yaml").text).system;
  for (const key of Object.keys(system).filter((key) => key !== "id" && key !== "tag")) {
    const { [key]: _, ...rest } = system;
    deepStrictEqual(configSchema.parse({ system: rest }).system, configSchema.parse({ system }).system, key);
  }
  for (const key of ["id", "tag"]) {
    const { [key]: _, ...rest } = system;
    strictEqual(configSchema.safeParse({ system: rest }).success, false, `${key} is needed`);
  }
});

Deno.test("config/example.yaml is sound and changes only what it says", () => {
  const { config, origins } = load(projectFile("config/example.yaml").text);
  const plain = new Map(leaves(load("").config));
  const changed = leaves(config).filter(([path, value]) =>
    JSON.stringify(plain.get(path)) !== JSON.stringify(value) && path !== "system.symbols"
  );
  deepStrictEqual(changed, [
    ["account.balance", 5000],
    ["system.strategies.trend_pullback.reward_risk_min", 2.5],
    ["system.risk.risk_per_trade_pct", 0.25],
    ["system.risk.max_open_positions", 2],
  ]);
  for (const [path] of changed) strictEqual(origins.get(path), "my.yaml");
});

/** NAME=value lines of .env.example; with `commented`, those that are commented out. */
function exampleEnv(commented: boolean): Record<string, string> {
  const prefix = commented ? "# " : "";
  const lines = projectFile(".env.example").text.split("\n");
  return Object.fromEntries(
    lines.map((line) => new RegExp(`^${prefix}([A-Z_][A-Z0-9_]*)=(.*)$`).exec(line)).filter((m) => m !== null)
      .map((
        [, name, value],
      ) => [name!, value!]),
  );
}

Deno.test(".env.example lists every variable with a name of its own, and changes nothing as it is", () => {
  const env = exampleEnv(false);
  for (const name of ENVIRONMENT_VARIABLES) ok(name in env, `${name} is missing`);
  deepStrictEqual(load("", { env }).config, load("").config);
});

Deno.test(".env.example shows a variable that spells a path, and it works", () => {
  const env = exampleEnv(true);
  deepStrictEqual(Object.keys(env), [
    "BULKHEAD_SYSTEM__RISK__RISK_PER_TRADE_PCT",
    "DATABASE_URL",
    "NOTIFY_WEBHOOK_URL",
    "DASHBOARD_TOKEN",
    "TG_BOT_TOKEN",
    "TG_CHAT_ID",
    "NOTIFY_SMTP_PASSWORD",
  ]);
  strictEqual(load("", { env }).config.system.risk.risk_per_trade_pct, 0.25);
});

Deno.test("configJsonSchema() names every section and key, and forbids others", () => {
  const schema = configJsonSchema() as JsonSchema;
  for (const [path] of leaves(load("").config)) {
    let at: JsonSchema | undefined = schema;
    for (const key of path.split(".")) {
      at = at?.properties?.[key];
      ok(at !== undefined, `${path}: ${key} is missing`);
    }
  }
  const open = sectionsOf(schema).filter((section) => section.additionalProperties !== false);
  strictEqual(open.length, 0);
  deepStrictEqual(schema.required, ["system"], "what has a default need not be written");
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
}

const sectionsOf = (schema: JsonSchema): JsonSchema[] =>
  schema.properties === undefined ? [] : [schema, ...Object.values(schema.properties).flatMap(sectionsOf)];

Deno.test("the example of symbol overrides in the system file works when the comment is taken off", () => {
  const line = projectFile("config/systems/regime-router.yaml").text.split("\n").find((l) =>
    l.includes("# ") && l.includes("BTC/USDT:USDT: {")
  )!;
  match(line, /reward_risk_min/);
  const { config } = load(
    `system: { symbols: { ${line.replace(/^\s*#\s*/, "").replace(/^(\S+):/, '"$1":')} } }`,
  );
  strictEqual(config.system.symbols["BTC/USDT:USDT"]!.enabled, true);
  match(
    faultsOf(
      `system: { symbols: { "BTC/USDT:USDT": { overrides: { strategies: { trend_pullback: { nope: 1 } } } } } }`,
    )[0]!,
    /nope/,
  );
});
