import { commitContract } from "../runtime/commit_contract.ts";
import { createSqliteStore } from "./sqlite_store.ts";

commitContract("createSqliteStore()", () => {
  const folder = Deno.makeTempDirSync();
  const open = () => createSqliteStore({ path: `${folder}/store.sqlite`, nowMs: () => 1 });
  let store = open();
  return {
    // goes through to whatever is open: the suite holds on to its port over a reopening
    port: {
      raiseEpoch: (writer) => store.raiseEpoch(writer),
      commit: (batch, epoch) => store.commit(batch, epoch),
      load: (actor, schema) => store.load(actor, schema),
      resumePoint: () => store.resumePoint(),
    },
    reopen: () => {
      store.close();
      return store = open();
    },
    dispose: () => {
      store.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
});
