import type { ExecutionCommand, Notice } from "../../lib/trader/mod.ts";

export type {
  ChangeLatch,
  ConfigChanged,
  OperatorAsked,
  OperatorCommand,
  OperatorOrder,
  QueryRisk,
  RiskReported,
  StoreHealth,
} from "../../lib/trader/mod.ts";

/** What risk lets through to execution. */
export type RiskCommand = ExecutionCommand;

/** What risk tells a symbol. */
export type RiskNotice = Extract<Notice, { kind: "IntentDenied" }>;
