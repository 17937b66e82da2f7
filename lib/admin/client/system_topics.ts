/// <reference lib="dom" />
import type { ConfigView, RegimeView, RestartView, RiskView, SystemView, TreeView } from "../views.ts";
import { wanted } from "./api.ts";
import { paint } from "./dom.ts";
import type { Topic } from "./live.ts";
import { effectivePart, knobsPart, versionsPart } from "./panels/config_panel.ts";
import { riskPart } from "./panels/risk_panel.ts";
import { symbolsPart, systemsPart } from "./panels/symbols_panel.ts";
import { treePart } from "./panels/tree_panel.ts";
import { kinds } from "./topic_kinds.ts";

/** The parts of the page about the system, by name. */
export interface SystemTopics {
  readonly risk: Topic;
  readonly symbols: Topic;
  readonly tree: Topic;
  readonly config: Topic;
}

/** Kinds of everyday trading: all others may be about the tree. */
const isTrading = kinds(
  "DecisionMade",
  "Heartbeat",
  "OrderChanged",
  "FillBooked",
  "CashFlowBooked",
  "RegimeChanged",
  "PositionChanged",
  "ProtectionChanged",
  "RoundTripClosed",
  "FundingBooked",
  "DaySummarised",
  "DayRolledUp",
);

/** `restarted` is told of the latest restarts whenever the tree is read. */
export function systemTopics(restarted: (lately: readonly RestartView[]) => void): SystemTopics {
  return {
    risk: {
      ...{ concerns: kinds("Heartbeat", "LatchChanged", "LossStopChanged"), minMs: 2_000, maxMs: 10_000 },
      refresh: async () => paint("risk-body", riskPart(await wanted<RiskView>("/api/risk"))),
    },
    symbols: {
      ...{ concerns: kinds("RegimeChanged", "LatchChanged"), minMs: 2_000, maxMs: 10_000 },
      refresh: async () => {
        const [systems, regimes] = await Promise.all([
          wanted<SystemView[]>("/api/systems"),
          wanted<RegimeView[]>("/api/regimes"),
        ]);
        paint("symbols-body", symbolsPart(systems, regimes));
        paint("systems", systemsPart(systems));
      },
    },
    tree: {
      ...{ concerns: (event) => !isTrading(event), minMs: 500, maxMs: 1_000 },
      refresh: async () => {
        const tree = await wanted<TreeView>("/api/actors");
        paint("tree-body", treePart(tree));
        restarted(tree.lately);
      },
    },
    config: {
      ...{ concerns: ({ kind }) => kind.startsWith("Config"), minMs: 250, maxMs: 0 },
      refresh: async () => {
        const view = await wanted<ConfigView>("/api/config");
        paint("knobs", knobsPart(view));
        paint("versions", versionsPart(view));
        paint("effective", effectivePart(view));
      },
    },
  };
}
