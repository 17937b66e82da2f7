import assert from "node:assert/strict";
import { Order, type Side } from "../../domain/mod.ts";
import type { Game, Judge } from "./flaky_game_fixture.ts";
import { coveredSteps } from "./flaky_people_fixture.ts";
import { isLive } from "./flaky_venue_fixture.ts";

/** A stop that the book counts on, and what it would take off as far as the book knows. */
interface Relied {
  readonly id: string;
  readonly steps: number;
}

const STOPS = ["stop_market"] as const;

/**
 * For tests: holds cancels of stops to the rule that cover never falls by our own doing. When one is sent, other stops that
 * the venue has confirmed cover all that the book holds; and when the venue carries it out, what is left covers as much as
 * it did, or all that was held when it was sent, but for what others did to the stops it was sent in reliance on.
 */
export function createCoverJudge(count: (what: string) => void): Pick<Judge, "cancelled" | "handled"> {
  /** Orders whose cancel by us the venue has carried out, with what was to stay covered when it was sent. */
  const ended = new Map<string, () => number>();
  let rested = 0;
  return {
    cancelled(game, { clientId }) {
      if (clientId[2] !== "S") return () => () => {};
      const side: Side = game.venue.orders.get(clientId)?.request.side ?? 1;
      const held = Math.max(0, -side * game.state.desks[0].positionSteps);
      const relied = reliedOn(game);
      const steps = relied.reduce((sum, stop) => sum + stop.steps, 0);
      assert.ok(
        steps >= held,
        `${clientId} is cancelled while ${steps} of ${held} steps are covered without it`,
      );
      if (held > 0) count("stop cancelled while held");
      const owedSteps = (): number => {
        let owed = held;
        for (const stop of relied) if (!ended.has(stop.id)) owed -= lostOf(game, stop);
        // what replaced this one was replaced since, by what was right then
        for (const { id } of relied) owed = Math.min(owed, ended.get(id)?.() ?? owed);
        return owed;
      };
      return () => {
        const before = coveredSteps(game.venue, STOPS);
        const wasLive = isLiveAt(game, clientId);
        return () => {
          if (wasLive) ended.set(clientId, owedSteps);
          const after = coveredSteps(game.venue, STOPS);
          const owed = Math.min(before, owedSteps());
          assert.ok(
            after >= owed,
            `the cancel of ${clientId} left ${after} steps covered, ${owed} were to be`,
          );
          if (wasLive && held > 0) count("cover looked at");
          if (wasLive && owed < Math.min(before, held)) count("relied on what is gone");
        };
      };
    },
    handled({ state, weather }) {
      const stops = state.desks[0].campaign?.stop.orders.filter(({ isPending }) => !isPending) ?? [];
      if (weather.maxSteps === null && stops.length > 1 && rested <= 1) {
        count("old stop stayed beside a new one");
      }
      rested = stops.length;
    },
  };
}

/** Stops that the book has as resting and that were not told to go; of one that is over, the fills that are on their way. */
function reliedOn({ state }: Game): Relied[] {
  const stops: Relied[] = [];
  for (const { order, cancelWanted, endedAs, endedSteps } of state.desks[0].open) {
    if (order.leg !== "stop" || cancelWanted || order.status === "submitted") continue;
    const steps = endedAs === "" ? Order.leavesSteps(order) : endedSteps - order.filledSteps;
    stops.push({ id: order.clientId, steps });
  }
  return stops;
}

/** Steps of a stop that are gone by what others did: filled, cancelled by hand, expired. */
function lostOf(game: Game, { id, steps }: Relied): number {
  const order = game.venue.orders.get(id);
  if (order === undefined || !isLive(order)) return steps;
  return steps - (order.request.qtySteps - order.filledSteps);
}

function isLiveAt({ venue }: Game, id: string): boolean {
  const order = venue.orders.get(id);
  return order !== undefined && isLive(order);
}
