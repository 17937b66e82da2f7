import assert from "node:assert/strict";
import { UNSORTED } from "../../bank/campaigns/equal_unsorted.ts";
import { copyUnsorted } from "./equal_unsorted.ts";

Deno.test("copyUnsorted() makes a program of its own without the sorting", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await copyUnsorted(folder);
    for (const { file, find } of UNSORTED) {
      assert.ok(!(await Deno.readTextFile(`${folder}/${file}`)).includes(find), file);
      assert.ok((await Deno.readTextFile(file)).includes(find), file);
    }
    await Deno.stat(`${folder}/tests/trading/root.ts`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
