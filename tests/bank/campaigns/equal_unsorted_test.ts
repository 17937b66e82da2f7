import assert from "node:assert/strict";
import { copyPatched, patched, UNSORTED } from "./equal_unsorted.ts";

const PATCH = { file: "a.ts", find: "sort(b)", replace: "slice()" };

Deno.test("patched() changes the one place", () => {
  assert.equal(patched("return a.sort(b);\n", PATCH), "return a.slice();\n");
});

Deno.test("patched() refuses a text without the place, and one with two", () => {
  for (const [text, times] of [["a", 0], ["sort(b)sort(b)", 2]] as const) {
    assert.throws(() => patched(text, PATCH), {
      message: `Cannot patch a.ts as it must have "sort(b)" exactly once: current value is ${times} times`,
    });
  }
});

Deno.test("copyPatched() makes a program of its own without the sorting", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await copyPatched(folder, UNSORTED);
    for (const { file, find } of UNSORTED) {
      assert.ok(!(await Deno.readTextFile(`${folder}/${file}`)).includes(find), file);
      assert.ok((await Deno.readTextFile(file)).includes(find), file);
    }
    await Deno.stat(`${folder}/tests/bank/root.ts`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
