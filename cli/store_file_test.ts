import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { createSqliteStore } from "../lib/store/mod.ts";
import { Refusal } from "./exit.ts";
import { prepareStoreFile } from "./store_file.ts";

function inFolder(name: string, test: (folder: string) => void): void {
  Deno.test(name, () => {
    const folder = Deno.makeTempDirSync();
    try {
      test(folder);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
const refuses = (act: () => void, message: RegExp) =>
  throws(act, (error) => error instanceof Refusal && message.test(error.message));

inFolder("prepareStoreFile() makes the folders of a store", (folder) => {
  prepareStoreFile(`${folder}/a/b/run.sqlite`, false);
  strictEqual(Deno.statSync(`${folder}/a/b`).isDirectory, true);
});

inFolder(
  "prepareStoreFile() leaves a store alone, and with fresh removes it with its side files alone",
  (folder) => {
    const path = `${folder}/run.sqlite`;
    createSqliteStore({ path, nowMs: () => 0 }).close();
    for (const end of ["-wal", "-shm", ".bak"]) Deno.writeTextFileSync(path + end, "x");
    prepareStoreFile(path, false);
    deepStrictEqual(names(folder), ["run.sqlite", "run.sqlite-shm", "run.sqlite-wal", "run.sqlite.bak"]);
    prepareStoreFile(path, true);
    deepStrictEqual(names(folder), ["run.sqlite.bak"]);
  },
);

inFolder("prepareStoreFile() with fresh removes an empty file, and is content with none", (folder) => {
  Deno.writeTextFileSync(`${folder}/run.sqlite`, "");
  prepareStoreFile(`${folder}/run.sqlite`, true);
  prepareStoreFile(`${folder}/run.sqlite`, true);
  deepStrictEqual(names(folder), []);
});

inFolder("prepareStoreFile() with fresh never removes what is no store", (folder) => {
  Deno.writeTextFileSync(`${folder}/diary.txt`, "Dear diary, today I mistyped a path.");
  Deno.mkdirSync(`${folder}/photos`);
  refuses(
    () => prepareStoreFile(`${folder}/diary.txt`, true),
    /^Cannot remove .*diary\.txt for --fresh: it is no store/,
  );
  for (const fresh of [true, false]) {
    refuses(() => prepareStoreFile(`${folder}/photos`, fresh), /^Cannot use store .*photos: it is a folder/);
  }
  deepStrictEqual(names(folder), ["diary.txt", "photos"]);
});

inFolder("prepareStoreFile() refuses a folder that cannot be made", (folder) => {
  Deno.writeTextFileSync(`${folder}/file`, "x");
  refuses(
    () => prepareStoreFile(`${folder}/file/run.sqlite`, false),
    /^Cannot make the folder of store .*BULKHEAD_STORE\.$/,
  );
});
