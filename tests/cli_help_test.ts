/**
 * Help, version, and words that are no command; and that the environment is read in one place, by documented names.
 *
 * @module
 */
import { deepStrictEqual, match, ok } from "node:assert/strict";
import { ENVIRONMENT_VARIABLES } from "../config/mod.ts";
import { projectRoot, readSources } from "../tools/sources.ts";
import { cli, mustRefuse, type Outcome, pooled, scratch } from "./fixtures/cli.ts";

const EXIT_CODES = /^Exit codes: 0 done, 1 .*, 2 refused .*, 70 .*, 75 store unavailable\.$/m;

/** Arguments, and what must be printed. */
const HELP: readonly (readonly [string[], ...RegExp[]])[] = [
  [
    [],
    /^Usage: deno task <command>/m,
    /^ {2}start +run/m,
    /^ {2}report +print/m,
    /^ {2}config +check/m,
    EXIT_CODES,
  ],
  [["--help"], /^Usage: deno task <command>/m, EXIT_CODES],
  [["-h"], EXIT_CODES],
  [
    ["start", "--help"],
    /^Usage: deno task start/,
    /^ {2}--assume-funding RATE/m,
    /^ {2}--fresh /m,
    /^Examples:\n {2}deno/m,
  ],
  [["start", "-h", "--seed", "1"], /^Usage: deno task start/],
  [["report", "--help"], /^Usage: deno task report \[summary/, /^ {2}--expect /m, /^Examples:\n {2}deno/m],
  [["config", "--help"], /^Usage: deno task config <check\|print\|schema>/, /^Examples:\n {2}deno/m],
  [["config"], /^Usage: deno task config/],
  [["version", "--help"], EXIT_CODES],
  [["version"], /^\d+\.\d+\.\d+$/m],
  [["--version"], /^\d+\.\d+\.\d+$/m],
];

/** Runs a command in an empty folder, which it must leave empty. */
async function inEmptyFolder(args: readonly string[]): Promise<Outcome> {
  using folder = scratch();
  const outcome = await cli(folder.path, args);
  deepStrictEqual(folder.names(), [], args.join(" "));
  return outcome;
}

Deno.test("help and version are printed where they are asked for, and nothing else is done", async (t) => {
  const outcomes = await pooled(HELP, ([args]) => inEmptyFolder(args));
  for (const [i, [args, ...patterns]] of HELP.entries()) {
    await t.step(`\`${args.join(" ")}\``, () => {
      const { code, out, err } = outcomes[i]!;
      deepStrictEqual([code, err], [0, ""]);
      for (const pattern of patterns) match(out, pattern);
    });
  }
});

/** Arguments that mean nothing, and what the refusal must say. */
const WRONG: readonly (readonly [string[], ...RegExp[]])[] = [
  [["frobnicate"], /^Unknown command "frobnicate"\.$/m, /^Usage:/m, EXIT_CODES],
  [["--seed", "1"], /^Unknown command "--seed"\.$/m, /^Usage:/m],
  [["start", "--sed", "1"], /^Unknown option '--sed'\.\nSee `deno task start --help`\.$/m],
  [["start", "--seed"], /'--seed <value>' argument missing\nSee `deno task start --help`/],
  [["start", "my.yaml"], /^Unexpected "my\.yaml" after start: .*option/],
  [["config", "check", "my.yaml"], /^Unexpected "my\.yaml" after config: .*option/],
  [["config", "chek"], /^Unknown: config chek\.\n\nUsage: deno task config/],
  [
    ["start", "--feed", "live"],
    /^--feed must be simulated, replay, binance or kucoin: current value is "live"$/m,
  ],
  [
    ["start", "--from", "2024-01-01", "--symbols", "A"],
    /^--symbols, --from go with recorded candles: use --feed replay/,
  ],
  [["start", "--feed", "replay"], /^--feed replay needs --data FILE/],
  [["start", "--data", "a.json", "--seed", "1"], /^--seed goes with the simulated market/],
];

Deno.test("wrong usage is refused before anything is done", async (t) => {
  const outcomes = await pooled(WRONG, ([args]) => inEmptyFolder(args));
  for (const [i, [args, ...patterns]] of WRONG.entries()) {
    await t.step(`\`${args.join(" ")}\``, () => mustRefuse(outcomes[i]!, ...patterns));
  }
});

Deno.test("the program reads the environment in one place, and .env.example lists every fixed name", () => {
  const example = Deno.readTextFileSync(`${projectRoot()}/.env.example`);
  for (const name of ENVIRONMENT_VARIABLES) ok(new RegExp(`^${name}=`, "m").test(example), name);
  const product = Object.entries(readSources(projectRoot())).filter(([path]) =>
    !/^(tests|tools|bench|deploy)\/|_(test|fixture)\.ts$/.test(path)
  );
  const uses = product.flatMap(([path, text]) =>
    [...text.matchAll(/Deno\.env\.\w+\([^)]*\)/g)].map(([use]) => `${path}: ${use}`)
  );
  const elsewhere = uses.filter((use) =>
    use !== "cli/process_environment.ts: Deno.env.toObject()" &&
    // a cell is handed the variables that its specification lists, and no other
    use !== "lib/runtime/cell/cell_process.ts: Deno.env.get(name)" &&
    use !== "actors/worker.ts: Deno.env.get(name)"
  );
  for (const use of elsewhere) {
    const [, name] = /Deno\.env\.(?:get|has)\("([A-Z_]+)"\)/.exec(use) ?? [];
    ok(name !== undefined && new RegExp(`^(# )?${name}=`, "m").test(example), `${use}: not in .env.example`);
  }
  ok(uses.length > 0, "the place where it is read was found");
});
