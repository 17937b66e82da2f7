import { DatabaseSync } from "node:sqlite";
import { runBankInline } from "./bank_inline.ts";
import { openBankStore } from "./bank_store.ts";

/** Runs a test with the path of a store, in a folder that is deleted afterwards. */
export function withBankFile(test: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(`${folder}/bank.sqlite`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Runs so many rounds, all by default, on the store at `path`. */
export function playBank(path: string, transfers: number, maxRounds = Infinity): void {
  const store = openBankStore(path);
  try {
    runBankInline({ transfers, chains: 8, commit: store, snapshotEvery: 50, maxRounds });
  } finally {
    store.close();
  }
}

/** Changes a stored bank behind its back, by one or more statements; how many rows the last of them changed. */
export function tamper(path: string, text: string): number {
  const db = new DatabaseSync(path);
  try {
    db.exec(text);
    return Number(db.prepare("SELECT changes() AS changed").get()!.changed);
  } finally {
    db.close();
  }
}
