import { patched } from "../../program_copy.ts";
import { SABOTAGES } from "./free_sabotages.ts";

const PROGRAM = new URL("../../..", import.meta.url);

for (const { name, patches } of SABOTAGES) {
  Deno.test(`free: the patch "${name}" fits the program as it is`, async () => {
    for (const patch of patches) patched(await Deno.readTextFile(new URL(patch.file, PROGRAM)), patch);
  });
}
