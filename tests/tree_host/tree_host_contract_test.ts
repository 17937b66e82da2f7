import { hostContract } from "../../lib/runtime/host_contract.ts";
import { CRASH } from "../../lib/runtime/host_faults_contract.ts";
import { makeTreeHost, packed, spread } from "./tree_subject_fixture.ts";

const skip = [{ reason: "its supervisor starts the worker again", tests: [CRASH.rejects] }];

hostContract("createTreeHost(), an actor per worker", makeTreeHost(spread), { skip });
hostContract("createTreeHost(), three actors per worker", makeTreeHost(packed), { skip });
