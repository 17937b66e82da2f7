/// <reference lib="dom" />
import type { DecisionLineView, EventView } from "../views.ts";
import { read } from "./api.ts";
import { byId, paint } from "./dom.ts";
import { decisionsPart } from "./panels/decisions_panel.ts";

/** Lines kept and shown. */
const KEPT = 60;

/** The list of decisions: signals of all symbols, or every bar of the chosen one. */
export interface DecisionsView {
  take(event: EventView): void;
  /** Reads the list anew. */
  reload(): Promise<void>;
  paint(): void;
}

/** `symbolOf` and `chosenId` say what the rest of the page shows. */
export function createDecisionsView(symbolOf: () => string, chosenId: () => string): DecisionsView {
  const choice = byId<HTMLSelectElement>("decisions-choice");
  let lines: readonly DecisionLineView[] = [];
  const isWanted = ({ symbol, verdict }: DecisionLineView) =>
    choice.value === "signals" ? verdict === "approved" || verdict === "denied" : symbol === symbolOf();

  async function list(query: string): Promise<readonly DecisionLineView[]> {
    return await read<DecisionLineView[]>(`/api/decisions?limit=${KEPT}&${query}`) ?? [];
  }

  const view: DecisionsView = {
    take(event) {
      if (event.kind !== "DecisionMade") return;
      const line = event.data as unknown as DecisionLineView;
      if (isWanted(line) && lines[0]?.id !== line.id) lines = [line, ...lines].slice(0, KEPT);
    },
    async reload() {
      const found = choice.value === "signals"
        ? (await Promise.all(["approved", "denied"].map((verdict) => list(`verdict=${verdict}`)))).flat()
        : await list(`symbol=${encodeURIComponent(symbolOf())}`);
      lines = found.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, KEPT);
      view.paint();
    },
    paint: () => paint("decisions-body", decisionsPart(lines, chosenId())),
  };
  choice.addEventListener("change", () => view.reload());
  return view;
}
