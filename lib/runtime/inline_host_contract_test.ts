import { hostContract } from "./host_contract.ts";
import { CRASH } from "./host_faults_contract.ts";
import { makeInlineHost } from "./host_inline_fixture.ts";

hostContract("createInlineHost()", makeInlineHost, {
  skip: [{
    reason: "all actors share one thread, so nobody is left to restart one",
    tests: [CRASH.restarts],
  }],
});
