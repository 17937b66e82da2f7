import type {
  ActorSpec,
  Behavior,
  HandlingWrapper,
  WorkerRegistry,
  WrapContext,
  WrapSpec,
} from "../../../lib/runtime/mod.ts";
import { registry as bank } from "../registry.ts";
import { mortal, type MortalArgs } from "./mortal.ts";
import { sink } from "./sink.ts";
import { slow, type SlowArgs } from "./slow.ts";
import { stuck, type StuckArgs } from "./stuck.ts";
import { orderSource, type OrderSourceArgs, quoteSource, type QuoteSourceArgs } from "./sources.ts";

/** What the names in a flood's tree mean; all else is as in the bank. */
export const registry: WorkerRegistry = { behavior, store: bank.store, wrapper };

function behavior(spec: ActorSpec): Behavior {
  switch (spec.kind) {
    case "order_source":
      return orderSource(spec.args as OrderSourceArgs);
    case "quote_source":
      return quoteSource(spec.args as QuoteSourceArgs);
    case "sink":
      return sink();
    default:
      return bank.behavior(spec);
  }
}

function wrapper(spec: WrapSpec, context: WrapContext): HandlingWrapper {
  switch (spec.kind) {
    case "slow":
      return slow(spec.args as SlowArgs);
    case "mortal":
      return mortal(spec.args as MortalArgs, context);
    case "stuck":
      return stuck(spec.args as StuckArgs, context);
    default:
      return bank.wrapper(spec, context);
  }
}
