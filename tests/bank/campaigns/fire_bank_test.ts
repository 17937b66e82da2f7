import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { playBank, tamper } from "../temp_bank_fixture.ts";
import { FireBank } from "./fire_bank.ts";
import { foldersOf, storeOf } from "./launch.ts";

Deno.test("FireBank.onRootEnd() finds a bank that stands still, whatever zombies store", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const bank = FireBank.create(folder, "s");
    const stand = (roots: number) => Array.from({ length: roots }, () => FireBank.onRootEnd(bank)).flat();
    assert.deepEqual(stand(19), [], "there is no store yet");
    foldersOf(folder);
    playBank(storeOf(folder), 100, 3);
    assert.deepEqual(stand(20), [], "the first of these stored something");
    const asZombie =
      `INSERT INTO handled (writer, epoch, actor, input_no, seq_after, send_count, quarantined, input,
      sends, events, timers) SELECT writer, epoch, 'zombie/w', input_no, 0, 0, 0, input, sends, events, timers
      FROM handled ORDER BY row_id DESC LIMIT 1`;
    assert.equal(tamper(storeOf(folder), asZombie), 1);
    assert.deepEqual(stand(1), ["20 roots in a row stored nothing"]);
    using other = new DatabaseSync(storeOf(folder));
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    assert.deepEqual(stand(1), [], "who has it locked may store something yet");
    other.exec("ROLLBACK");
    other.close();
    playBank(storeOf(folder), 100);
    assert.deepEqual(stand(1), []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
