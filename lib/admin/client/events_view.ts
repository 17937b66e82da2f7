/// <reference lib="dom" />
import type { EventView, RestartView } from "../views.ts";
import { read } from "./api.ts";
import { byId, paint } from "./dom.ts";
import { eventsPart, isShown, type Level, TOLD_KINDS } from "./panels/events_panel.ts";

/** Events kept of each level: a flood of one level does not wash the others away. */
const KEPT = 400;

/** The tail of the journal. */
export interface EventsView {
  take(event: EventView): void;
  /** Restarts of the tree's parts, which stand among the events. */
  restarted(lately: readonly RestartView[]): void;
  reload(): Promise<void>;
  paint(): void;
}

export function createEventsView(): EventsView {
  const level = byId<HTMLSelectElement>("events-level"),
    every = byId<HTMLInputElement>("events-every");
  /** Newest first. */
  let quiet: readonly EventView[] = [],
    loud: readonly EventView[] = [],
    restarts: readonly RestartView[] = [];
  const view: EventsView = {
    take(event) {
      // told while a reload was under way, which had it too
      if (event.seq <= (loud[0]?.seq ?? 0)) return;
      loud = [event, ...loud].slice(0, KEPT);
      if (isShown(event, "info", false)) quiet = [event, ...quiet].slice(0, KEPT);
    },
    restarted(lately) {
      const isNews = lately[0]?.at !== restarts[0]?.at;
      restarts = lately;
      if (isNews) view.paint();
    },
    async reload() {
      const list = async (query: string) =>
        await read<EventView[]>(`/api/events?limit=${KEPT}${query}`) ?? [];
      const [all, told] = await Promise.all([list(""), list(`&kinds=${TOLD_KINDS.join(",")}`)]);
      loud = all;
      const seen = new Set(told.map(({ seq }) => seq));
      const alarms = all.filter((event) => isShown(event, "warning", false) && !seen.has(event.seq));
      quiet = [...told, ...alarms].toSorted((a, b) => b.seq - a.seq);
      view.paint();
    },
    paint() {
      const of = every.checked ? loud : quiet;
      const shown = of.filter((event) => isShown(event, level.value as Level, every.checked));
      paint("events-body", eventsPart(shown, level.value === "critical" ? [] : restarts));
    },
  };
  level.addEventListener("change", view.paint);
  every.addEventListener("change", view.paint);
  return view;
}
