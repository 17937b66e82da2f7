import type { Knobs } from "./knob_paths.ts";

/** What operators may ask for. `reason` is their words. The HTTP side has its twin in lib/admin/ports.ts. */
export type OperatorCommand =
  | {
    readonly kind: "PauseEntries" | "ResumeEntries";
    /** "portfolio", "system:<id>" or a symbol. */
    readonly scope: string;
    readonly reason: string;
  }
  /** The kill switch: entries taken back, every position closed at the market, then stops taken back; latched until Rearm. */
  | { readonly kind: "Flatten"; readonly scope: string; readonly reason: string }
  | { readonly kind: "Rearm"; readonly reason: string }
  /** Carried out by the root; here only noted. */
  | { readonly kind: "RestartActor"; readonly address: string; readonly reason: string }
  /** Carried out by the root and the market's clock; here only noted. */
  | { readonly kind: "SetMarketSpeed"; readonly barsPerSecond: number }
  /** Values by the paths of knobs; the others stay as they are. */
  | { readonly kind: "StageConfig"; readonly patch: Knobs }
  | { readonly kind: "ApplyConfig"; readonly version: string }
  | { readonly kind: "RollBackConfig" };

/** An operator's command on its way to risk. The same id told twice is one command. */
export interface OperatorAsked {
  readonly kind: "OperatorAsked";
  readonly commandId: string;
  /** Who asks. */
  readonly by: string;
  readonly command: OperatorCommand;
  readonly atMs: number;
}

/** What risk has execution do on an operator's behalf. None of it opens anything, so none needs an approval. */
export type OperatorOrder =
  /** Entries at work are cancelled, and those not sent yet are not: of these symbols, once. */
  | {
    readonly kind: "TakeBackEntries";
    readonly symbols: readonly string[];
    readonly reason: string;
    readonly atMs: number;
  }
  /**
   * The kill switch of these symbols: entries off and taken back, positions closed by reduce-only market orders, stops kept
   * until the venue says flat. Holds until RearmSymbols; told again, it begins again.
   */
  | {
    readonly kind: "FlattenSymbols";
    readonly flattenId: string;
    readonly symbols: readonly string[];
    readonly reason: string;
    readonly atMs: number;
  }
  /** Entries of these symbols are execution's to take again. */
  | { readonly kind: "RearmSymbols"; readonly symbols: readonly string[]; readonly atMs: number };

/** Another configuration holds, for all decisions on bars that close after `afterMs`. */
export interface ConfigChanged {
  readonly kind: "ConfigChanged";
  readonly version: string;
  /** Value of every knob of the run, by path. */
  readonly knobs: Knobs;
  readonly afterMs: number;
}
