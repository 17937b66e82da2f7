/**
 * The image's recipe says what the rest of the project says: flags, version, files, variables. No Docker is needed.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { configSchema } from "../../config/mod.ts";
import { packedCommands } from "../../tools/dist_commands.ts";
import type { Manifest } from "../../tools/dist_packages.ts";
import { allFiles } from "../../tools/embedded.ts";
import { readEmbedded } from "../../tools/embedded_project.ts";
import { cli, scratch } from "../fixtures/cli.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const read = (path: string): string => Deno.readTextFileSync(ROOT + path);

/** Instructions of the Dockerfile, one a line, without comments. */
const lines = read("Dockerfile").replace(/^#.*\n/gm, "").replace(/\\\n\s*/g, "").split("\n").filter((line) =>
  line !== ""
);
const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));

/** The list of strings after an instruction of the last stage. */
const listOf = (word: string): string[] => {
  const line = last.find((one) =>
    one.startsWith(`${word} `) || one.startsWith("HEALTHCHECK ") && word === "HEALTHCHECK"
  );
  return JSON.parse(line!.slice(line!.indexOf("[")));
};

/** Variables the image sets. */
const variables = Object.fromEntries(
  last.filter((line) => line.startsWith("ENV ")).flatMap((line) =>
    line.slice(4).trim().split(/\s+/).map((pair) => pair.split("="))
  ),
);

Deno.test("the image starts the program with the permissions of its task, as nobody in particular", () => {
  const manifest: Manifest = JSON.parse(read("deno.json"));
  const { flags } = packedCommands(manifest).find(({ name }) => name === "start")!;
  const [deno, run, ...rest] = listOf("ENTRYPOINT");
  deepStrictEqual([deno, run], ["/opt/bulkhead/deno", "run"]);
  deepStrictEqual(rest, [...flags, "/opt/bulkhead/app/main.ts"]);
  deepStrictEqual(listOf("CMD"), ["start"]);
  match(last.find((line) => line.startsWith("USER "))!, /^USER [1-9]\d*:[1-9]\d*$/);
  match(last[0], /^FROM gcr\.io\/distroless\/.*:nonroot$/);
  strictEqual(
    lines.find((line) => line.startsWith("ARG DENO_VERSION")),
    `ARG DENO_VERSION=${read(".deno-version").trim()}`,
  );
});

Deno.test("the image asks for its health with a file that is in it, at the port that it sets", () => {
  const health = listOf("HEALTHCHECK");
  const path = health.at(-1)!.replace("/opt/bulkhead/app/", "");
  ok(allFiles(readEmbedded()).includes(path), path);
  ok(last.includes(`EXPOSE ${variables.BULKHEAD_ADMIN__PORT}`));
  ok(health.includes("--allow-env=BULKHEAD_ADMIN__PORT"));
});

Deno.test("the build is given every file that it packs, and no secret, run or test", () => {
  const patterns = read(".dockerignore").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  strictEqual(patterns[0], "*");
  const given = patterns.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const kept = patterns.filter((line) => line.startsWith("**/")).map((line) =>
    new RegExp(`(?:^|/)${line.slice(3).replace(/[.]/g, "\\.").replace("*", "[^/]*")}(?:/|$)`)
  );
  const isGiven = (path: string) =>
    given.some((name) => path === name || path.startsWith(`${name}/`)) &&
    !kept.some((pattern) => pattern.test(path));
  const needed = [...allFiles(readEmbedded()), "deno.lock", "tools/dist.ts", "tools/dist_stub.sh"];
  deepStrictEqual(needed.filter((path) => !isGiven(path)), []);
  const refused = [
    ".env",
    "run/paper.sqlite",
    ".git/config",
    "coverage/x",
    "lib/core/hash_test.ts",
    "tests/lines.ts",
  ];
  deepStrictEqual(refused.filter((path) => isGiven(path)), []);
});

Deno.test({
  name: "the configuration takes the variables that the image sets (skipped while it has no section admin)",
  ignore: !("admin" in configSchema.shape),
  fn: async () => {
    using place = scratch();
    const set = Object.entries(variables).filter(([name]) => name.startsWith("BULKHEAD_"));
    const { code, err } = await cli(place.path, ["config", "check"], {
      ...Object.fromEntries(set),
      DASHBOARD_TOKEN: "a-token-for-this-test-only",
    });
    strictEqual(code, 0, err);
  },
});
