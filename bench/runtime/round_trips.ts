import { type Behavior, createInlineHost } from "../../lib/runtime/mod.ts";
import { openBankStore } from "../../tests/bank/bank_store.ts";
import { type RoundTrips, roundTrips } from "./figures.ts";
import { forgetfulStore } from "./forgetful_store.ts";
import { playTree } from "./play_tree.ts";
import { ping, pong } from "./rally.ts";
import { actor, rallyTree, type StoreKind, tellOnce, type TreeFolders } from "./rally_tree.ts";
import { isPong, type Stamps } from "./stopwatch.ts";

/** Where the two players of a rally live. */
export const DISTANCES = ["same worker", "same cell", "across cells"] as const;
export type Distance = (typeof DISTANCES)[number];

/** One rally to measure. */
export interface Leg {
  readonly distance: Distance;
  readonly inFlight: number;
  readonly roundTrips: number;
}

/** Both players on the host of one thread. */
export function inlineRoundTrips(
  store: StoreKind,
  { inFlight, roundTrips: count }: Omit<Leg, "distance">,
  folders: TreeFolders,
): RoundTrips {
  const commit = store === "sqlite" ? openBankStore(`${folders.store}/inline.sqlite`) : forgetfulStore();
  const atMs: number[] = [];
  const host = createInlineHost({
    actors: {
      ping: ping({ pong: "pong", roundTrips: count, inFlight, next: null }) as Behavior,
      pong: pong("ping") as Behavior,
    },
    world: tellOnce("ping", { kind: "Go" }),
    commit,
    onCommitted: ({ handled }) => {
      const nowMs = performance.now();
      for (const { input } of handled) if (isPong(input.body)) atMs.push(nowMs);
    },
  });
  host.run();
  commit.close?.();
  return roundTrips(atMs, { inFlight, count, what: `inline rally, ${store}` });
}

/** All legs one after the other in one tree of two cells, in free delivery. */
export async function treeRoundTrips(
  store: StoreKind,
  legs: readonly Leg[],
  folders: TreeFolders,
): Promise<readonly RoundTrips[]> {
  const homes: Record<Distance, string> = {
    "same worker": "home",
    "same cell": "near",
    "across cells": "far",
  };
  const pongs = (home: Distance) =>
    legs.flatMap(({ distance }, i) => distance === home ? [actor(`pong/${i}`, "pong", `ping/${i}`)] : []);
  const pings = legs.map(({ inFlight, roundTrips }, i) => {
    const next = i + 1 < legs.length ? `ping/${i + 1}` : null;
    return actor(`ping/${i}`, "ping", { pong: `pong/${i}`, roundTrips, inFlight, next });
  });
  const tree = rallyTree({
    ...{ delivery: "free", store, folders },
    cells: {
      vault: {
        [homes["same worker"]]: [...pings, ...pongs("same worker")],
        [homes["same cell"]]: pongs("same cell"),
      },
      branch: { [homes["across cells"]]: pongs("across cells") },
    },
  });
  const timed = await playTree({ tree, world: tellOnce("ping/0", { kind: "Go" }), folders });
  const stamps = new Map(
    timed.flatMap(({ notice }) => notice.kind === "Note" ? [notice.note as Stamps] : []).map((told) =>
      [told.ping, told.atMs] as const
    ),
  );
  return legs.map(({ distance, inFlight, roundTrips: count }, i) => {
    const what = `rally ${distance}, ${inFlight} under way, ${store}`;
    return roundTrips(stamps.get(`ping/${i}`) ?? [], { inFlight, count, what });
  });
}
