import { commitContract, lateCommitContract } from "../runtime/commit_contract.ts";
import type { PortUnderTest } from "../runtime/commit_rows_fixture.ts";
import { type DatabaseName, NO_SERVER, openPlace } from "./testdata/databases_fixture.ts";

contractOn("createSqliteStore()", "sqlite");
if (NO_SERVER === "") contractOn("createPostgresStore()", "postgres");
else Deno.test({ name: `createPostgresStore()${NO_SERVER}`, ignore: true, fn: () => {} });

function contractOn(name: string, database: DatabaseName): void {
  const makePort = (): PortUnderTest => {
    const place = openPlace(database);
    let store = place.createStore();
    return {
      // goes through to whatever is open: the suite holds on to its port over a reopening
      port: {
        raiseEpoch: (writer) => store.raiseEpoch(writer),
        commit: (batch, epoch) => store.commit(batch, epoch),
        load: (actor, schema, after) => store.load(actor, schema, after),
        resumePoint: () => store.resumePoint(),
      },
      reopen: () => {
        store.close();
        return store = place.createStore();
      },
      dispose: () => {
        store.close();
        place.dispose();
      },
    };
  };
  commitContract(name, makePort);
  lateCommitContract(name, makePort);
}
