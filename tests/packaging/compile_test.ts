/**
 * What `deno compile` embeds, as it says itself: the base binary cannot be had everywhere, so Deno stands in for it, which
 * makes no program that runs.
 *
 * @module
 */
import { match, strictEqual } from "node:assert/strict";

const ROOT = new URL("../..", import.meta.url).pathname;

Deno.test("deno compile embeds every worker, migration, configuration file and asset", async () => {
  const out = await Deno.makeTempDir({ prefix: "bulkhead-compile-" });
  try {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tools/embedded_compile.ts", "--check-only", "--out", `${out}/bulkhead`],
      cwd: ROOT,
    }).output();
    const text = new TextDecoder().decode(stdout);
    strictEqual(code, 0, text);
    match(text, /^compile: \d{2,} files beside the imports, 0 not embedded$/m);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
