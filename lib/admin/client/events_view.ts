/// <reference lib="dom" />
import type { EventView } from "../views.ts";
import { read } from "./api.ts";
import { byId, paint } from "./dom.ts";
import { CALM_KINDS, eventsPart, isShown, type Level } from "./panels/events_panel.ts";

/** Events kept of each level, and lines shown: a flood of one level does not wash the others away. */
const KEPT = 400;
const SHOWN = 120;

/** The tail of the journal. */
export interface EventsView {
  take(event: EventView): void;
  reload(): Promise<void>;
  paint(): void;
}

export function createEventsView(): EventsView {
  const level = byId<HTMLSelectElement>("events-level"),
    everyBar = byId<HTMLInputElement>("events-every-bar");
  /** Newest first. */
  let quiet: readonly EventView[] = [], loud: readonly EventView[] = [];
  const view: EventsView = {
    take(event) {
      loud = [event, ...loud].slice(0, KEPT);
      if (isShown(event, "info", false)) quiet = [event, ...quiet].slice(0, KEPT);
    },
    async reload() {
      const list = async (query: string) =>
        await read<EventView[]>(`/api/events?limit=${KEPT}${query}`) ?? [];
      [loud, quiet] = await Promise.all([list(""), list(`&kinds=${CALM_KINDS.join(",")}`)]);
      view.paint();
    },
    paint() {
      const of = everyBar.checked ? loud : quiet;
      const shown = of.filter((event) => isShown(event, level.value as Level, everyBar.checked));
      paint("events-body", eventsPart(shown.slice(0, SHOWN)));
    },
  };
  level.addEventListener("change", view.paint);
  everyBar.addEventListener("change", view.paint);
  return view;
}
