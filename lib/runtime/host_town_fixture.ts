// Everything at once, for the suite of host_contract.ts: money, rallies, timers, lanes.
import type { HostCase } from "./host_case_fixture.ts";
import { tell } from "./toy_actors_test.ts";

const pay = (atMs: number, from: string, payee: string, count: number) =>
  tell(atMs, `account/${from}`, { kind: "Pay", payee: `account/${payee}`, count });
const tick = (atMs: number) => tell(atMs, "counter", { kind: "Tick" });
const bar = (atMs: number) => tell(atMs, "listener", { kind: "Bar" });
const ball = (atMs: number, count: number) => tell(atMs, "player/1", { kind: "Ball", count });

/** The actors of toy_actors_test.ts under their names, and a script that makes all of them talk. */
export const TOWN_CASE: HostCase = {
  actors: [
    { address: "account/a", kind: "account", args: { balance: 100n } },
    { address: "account/b", kind: "account", args: { balance: 2n ** 70n } },
    { address: "account/c", kind: "account", args: { balance: 0n } },
    { address: "counter", kind: "counter", args: null },
    { address: "listener", kind: "listener", args: null },
    { address: "player/1", kind: "player", args: { partner: "player/2" } },
    { address: "player/2", kind: "player", args: { partner: "player/1" } },
  ],
  script: [
    tick(1),
    pay(1, "a", "c", 60),
    bar(2),
    tick(3),
    tick(4),
    ball(5, 5),
    pay(6, "c", "b", 70),
    pay(9, "c", "a", 50),
    tick(11),
    bar(14),
    pay(17, "b", "b", 3),
    bar(18),
    ball(25, 3),
    bar(40),
  ],
  snapshotEvery: 4,
  maxRoundsPerCommit: 5,
};
