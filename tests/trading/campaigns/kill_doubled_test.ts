import assert from "node:assert/strict";
import { copyProduct } from "../product_copy.ts";
import { DOUBLED, ORDERED_TWICE } from "./kill_doubled.ts";

for (const [name, patches] of Object.entries({ DOUBLED, ORDERED_TWICE })) {
  Deno.test(`copyProduct() makes a program of its own with the changes of ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await copyProduct(folder, patches);
      for (const { file, replace } of patches) {
        assert.ok((await Deno.readTextFile(`${folder}/${file}`)).includes(replace), file);
        assert.ok(!(await Deno.readTextFile(file)).includes(replace), file);
      }
      await Deno.stat(`${folder}/main.ts`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
