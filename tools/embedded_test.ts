import assert from "node:assert/strict";
import { allFiles, embeddedFiles, type EmbeddedRules } from "./embedded.ts";
import { projectFiles, readEmbedded } from "./embedded_project.ts";
import { placesOf } from "./embedded_scan.ts";
import { isTest, readSources } from "./sources.ts";
import { tokenize } from "./tokens.ts";

const RULES: EmbeddedRules = { entry: "main.ts", computed: {}, companions: [] };

/** The list of a project of a few files; those that are no TypeScript have no text. */
function listOf(sources: Record<string, string>, rules: Partial<EmbeddedRules> = {}, others: string[] = []) {
  return embeddedFiles(sources, [...Object.keys(sources), ...others], { ...RULES, ...rules });
}

Deno.test("placesOf() finds every place where a file asks where it lies, and not where it names main", () => {
  const cases: [source: string, expected: (string | undefined)[]][] = [
    ['new URL("./worker.ts", import.meta.url).href', ["./worker.ts"]],
    ['new URL(\n  "../a.sql",\n  import.meta.url,\n)', ["../a.sql"]],
    ["new URL(`../${name}`, import.meta.url)", [undefined]],
    ["new URL(name, import.meta.url)", [undefined]],
    ['import.meta.resolve("./x.ts")', ["./x.ts"]],
    ["import.meta.resolve(name)", [undefined]],
    ["`${import.meta.dirname}/x.css`", [undefined]],
    ["import.meta.url.endsWith('.ts')", [undefined]],
    ["if (import.meta.main) run();", []],
    ['// new URL("x", import.meta.url)\nconst text = "import.meta.url";', []],
  ];
  for (const [source, expected] of cases) {
    assert.deepEqual(placesOf(tokenize(source).code).map(({ specifier }) => specifier), expected, source);
  }
});

Deno.test("embeddedFiles() follows imports, workers, text and data from the entry, and nothing else", () => {
  const { breaches, ...list } = listOf(
    {
      "main.ts": 'import "./a.ts"; import zod from "zod";',
      "a.ts": 'new Worker(new URL("./w.ts", import.meta.url)); const c = await import("./c.ts");',
      "w.ts": 'import "./a.ts"; import { x } from "./only_w.ts";',
      "only_w.ts": 'export const x = Deno.readTextFileSync(new URL("./q.sql", import.meta.url));',
      "c.ts": 'import css from "./page.css" with { type: "text" }; import t from "hono/jsx";',
      "a_test.ts": 'import "./main.ts"; import fc from "fast-check";',
    },
    { companions: ["NOTES*"] },
    ["q.sql", "page.css", "other.css", "NOTES.md"],
  );
  assert.deepEqual(breaches, []);
  assert.deepEqual(list, {
    imported: ["a.ts", "c.ts", "main.ts"],
    started: ["only_w.ts", "w.ts"],
    startedRoots: ["w.ts"],
    opened: ["page.css", "q.sql"],
    companions: ["NOTES.md"],
    packages: ["hono", "zod"],
  });
});

Deno.test("embeddedFiles() takes names put together at run time from the rules, and folders for no file", () => {
  const sources = {
    "main.ts": 'import "./lib/m.ts"; const program = new URL(".", import.meta.url);',
    "lib/m.ts": "open(new URL(`../sql/${name}`, import.meta.url))",
  };
  const computed = { "lib/m.ts": ["sql/*.sql"] };
  const { opened, breaches } = listOf(sources, { computed }, ["sql/1.sql", "sql/2.sql", "sql/old/3.sql"]);
  assert.deepEqual([opened, breaches], [["sql/1.sql", "sql/2.sql"], []]);
});

Deno.test("embeddedFiles() finds fault with what it cannot tell, and with what is not there", () => {
  const cases: [name: string, sources: Record<string, string>, fault: RegExp][] = [
    ["computed", { "main.ts": "new URL(`./${x}`, import.meta.url)" }, /main.ts.*COMPUTED_FILES/],
    ["a missing module", { "main.ts": 'import "./gone.ts";' }, /gone.ts.*not there/],
    ["a missing worker", { "main.ts": 'new URL("./gone.ts", import.meta.url)' }, /needs gone.ts/],
    [
      "a missing asset",
      { "main.ts": 'import css from "./gone.css" with { type: "text" };' },
      /needs gone.css/,
    ],
  ];
  for (const [name, sources, fault] of cases) {
    const { breaches } = listOf(sources);
    assert.equal(breaches.length, 1, name);
    assert.match(`${breaches[0].file} ${breaches[0].text}`, fault, name);
  }
});

Deno.test("the list of this project holds every file that it opens or starts", () => {
  const list = readEmbedded();
  const files = allFiles(list);
  const shipped = (path: string) => /^(?:migrations|config)\//.test(path) && /\.(?:sql|yaml)$/.test(path);
  for (const path of projectFiles().filter(shipped)) assert.ok(files.includes(path), path);
  assert.ok(["actors/cell.ts", "actors/worker.ts"].every((path) => list.startedRoots.includes(path)));
  assert.ok(files.includes("deno.json"));
  assert.deepEqual(files.filter((path) => isTest(path)), [], "no test is shipped");
  for (const name of ["zod", "yaml", "postgres"]) assert.ok(list.packages.includes(name), name);
  for (const name of ["fast-check", "playwright-core"]) assert.ok(!list.packages.includes(name), name);
});

Deno.test("every source of the product that asks where it lies is in the list, or is no part of the program", () => {
  const files = new Set(allFiles(readEmbedded()));
  const product = /^(?:main\.ts$|cli\/|actors\/|config\/|lib\/)/;
  const asking = Object.entries(readSources(new URL("..", import.meta.url).pathname))
    .filter(([path, text]) => product.test(path) && !isTest(path) && placesOf(tokenize(text).code).length > 0)
    .map(([path]) => path);
  assert.ok(asking.length >= 5);
  assert.deepEqual(asking.filter((path) => !files.has(path)), []);
});
