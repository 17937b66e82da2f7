/**
 * The packed program, as somebody finds it: one file, an empty home, no Deno, no network.
 *
 * @module
 */
import { match, ok, strictEqual } from "node:assert/strict";
import { scratch, SHORT_YAML } from "../fixtures/cli.ts";
import { pack } from "../../tools/dist.ts";
import { onPath } from "./scripts_fixture.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
/** What packing and unpacking need of a machine. */
const MISSING = ["tar", "gzip", "sha256sum", "mktemp", "unshare"].filter((program) => !onPath(program));
const MAY_UNSHARE = MISSING.length === 0 &&
  new Deno.Command("unshare", { args: ["-n", "true"] }).outputSync().success;

Deno.test({
  name:
    "the packed program runs the demo in cells, in an empty home and without a network (skipped without unshare -n)",
  ignore: !MAY_UNSHARE,
  fn: async (t) => {
    using place = scratch();
    const file = `${place.path}/bulkhead`;
    await pack(ROOT, file, { level: 1 });
    place.put("cwd/short.yaml", SHORT_YAML.replace("bars: 240", "bars: 24"));
    place.put("home/.keep", "");
    const run = async (...args: string[]) => {
      const began = performance.now();
      const { code, stdout, stderr } = await new Deno.Command("unshare", {
        args: ["-n", file, ...args],
        cwd: `${place.path}/cwd`,
        clearEnv: true,
        // neither Deno nor npx is on this path
        env: { HOME: `${place.path}/home`, PATH: "/usr/bin:/bin", NO_COLOR: "1" },
        stdin: "null",
      }).output();
      const text = new TextDecoder();
      return { code, out: text.decode(stdout), err: text.decode(stderr), ms: performance.now() - began };
    };

    await t.step("the first start unpacks, later ones do not", async () => {
      const first = await run("version"), second = await run("version");
      strictEqual(first.code, 0, first.err);
      strictEqual(first.out, second.out);
      ok(second.ms < first.ms, `${second.ms} ms is less than ${first.ms} ms`);
    });

    await t.step(
      "start plays the demo in processes of its own, prints the result and ends with code 0",
      async () => {
        const { code, out, err } = await run("start", "--config", "short.yaml");
        strictEqual(code, 0, err);
        match(out, /^result [0-9a-f]{64}$/m);
        const folders = await Array.fromAsync(
          Deno.readDir(`${place.path}/cwd/run/paper.run`),
          ({ name }) => name,
        );
        ok(folders.some((name) => name.includes("keel")), `a cell has left its lock: ${folders.join(" ")}`);
      },
    );

    await t.step("wrong usage is refused by the program itself, with its exit code", async () => {
      const { code, err } = await run("version", "--config", "x");
      strictEqual(code, 2, err);
    });

    await t.step("a damaged file is refused before anything of it is run", async () => {
      {
        using other = await Deno.open(file, { write: true });
        await other.seek(-1_000, Deno.SeekMode.End);
        await other.write(new Uint8Array(100));
      }
      await Deno.remove(`${place.path}/home/.cache`, { recursive: true });
      const { code, err } = await run("version");
      strictEqual(code, 1);
      match(err, /this file is damaged/);
    });
  },
});
