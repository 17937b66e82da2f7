import { commitContract } from "../../lib/runtime/commit_contract.ts";
import { openBankStore } from "./bank_store.ts";

commitContract("openBankStore()", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/bank.sqlite`;
  const port = openBankStore(path);
  let open = port;
  return {
    port,
    reopen: () => {
      open.close();
      return open = openBankStore(path);
    },
    dispose: () => {
      open.close();
      Deno.removeSync(folder, { recursive: true });
    },
  };
});
