import { commitContract } from "./commit_contract.ts";
import { MemoryCommit } from "./memory_commit.ts";

commitContract("MemoryCommit", () => {
  const port = MemoryCommit.create();
  return { port, reopen: () => MemoryCommit.create(port.batches, port.epochs), dispose: () => {} };
});
