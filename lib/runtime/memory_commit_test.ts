import assert from "node:assert/strict";
import { commitContract, lateCommitContract } from "./commit_contract.ts";
import { envelope, freeBatch, handled } from "./commit_rows_fixture.ts";
import { MemoryCommit } from "./memory_commit.ts";

function makePort() {
  const port = MemoryCommit.create();
  return { port, reopen: () => MemoryCommit.create(port.batches, port.epochs), dispose: () => {} };
}

commitContract("MemoryCommit", makePort);
lateCommitContract("MemoryCommit", makePort);

Deno.test("MemoryCommit refuses a message that is handled already, by whomever", () => {
  const { port } = makePort();
  const worker = port.raiseEpoch("worker");
  const input = envelope("store", 1, "a");
  port.commit(freeBatch([handled("a", 1, { input })]), worker);
  const twice = [handled("b", 1, { input }), handled("c", 1, { input })];
  for (const rows of [[twice[0]], twice]) {
    assert.throws(() => port.commit(freeBatch(rows), worker), /Cannot commit message store#1/);
  }
  assert.equal(port.batches.length, 1);
});
