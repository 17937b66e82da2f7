/**
 * .env.example names every variable that the product reads by a fixed name, and no other.
 *
 * @module
 */
import { deepStrictEqual, ok } from "node:assert/strict";
import { ENVIRONMENT_VARIABLES } from "../../config/mod.ts";
import { isTest, readSources } from "../../tools/sources.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
/** Set by the system or by Deno's own conventions, for nobody to choose here. */
const OF_THE_SYSTEM = new Set([
  "HOME",
  "PATH",
  "XDG_CACHE_HOME",
  "DENO_DIR",
  "NO_COLOR",
  "PGAPPNAME",
  "PGTARGETSESSIONATTRS",
]);

Deno.test(".env.example names every variable the program reads and no other, and holds no value that is a secret", async () => {
  const example = await Deno.readTextFile(`${ROOT}.env.example`);
  const named = new Set([...example.matchAll(/^(?:# ?)?([A-Z][A-Z\d_]*)=/gm)].map(([, name]) => name));
  const product = Object.entries(readSources(ROOT)).filter(([path]) =>
    /^(?:lib|cli|actors|config)\//.test(path) && !isTest(path)
  );
  const read = product.flatMap(([, text]) =>
    [...text.matchAll(/Deno\.env\.(?:get|has)\("([A-Z\d_]+)"\)/g)].map(([, name]) => name)
  );
  ok(read.length > 0);
  const wanted = [...new Set([...read, ...ENVIRONMENT_VARIABLES])].filter((name) => !OF_THE_SYSTEM.has(name))
    .sort();
  deepStrictEqual(wanted.filter((name) => !named.has(name)), []);
  // a name that nothing reads would promise what there is not
  const sources = product.map(([, text]) => text).join("\n");
  const unread = [...named].filter((name) => !name.startsWith("BULKHEAD_") && !sources.includes(`"${name}"`));
  deepStrictEqual(unread.filter((name) => !wanted.includes(name)), []);
  const secrets = [...example.matchAll(/^(?:# ?)?([A-Z\d_]*(?:TOKEN|SECRET|KEY|PASSPHRASE|URL))=(.+)$/gm)]
    .map(([line]) => line);
  deepStrictEqual(secrets, []);
});
