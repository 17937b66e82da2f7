import { CandleColumns } from "../../lib/market/mod.ts";
import { type Behavior, LANE, NONE, type Send } from "../../lib/runtime/mod.ts";
import {
  configConfirmed,
  createDesk,
  createListRecorder,
  LiveConfig,
  type Notice,
  type SymbolDesk,
  SymbolReducer,
  type SymbolSpec,
  type SymbolState,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { BarClosed } from "../feed/messages.ts";
import type { ConfigChanged } from "../risk/messages.ts";
import type { BarReported } from "./messages.ts";

/** One symbol: decides on its closed bars and follows its own trade. `history` is for features only. */
export function symbolBehavior(
  spec: SymbolSpec,
  history: CandleColumns,
): Behavior<SymbolState, BarClosed | Notice | ConfigChanged> {
  let desk: SymbolDesk | null = null;
  return {
    schema: 2,
    init: () => SymbolReducer.start(spec, history),
    step(state, message, ctx) {
      if (message.kind === "ConfigChanged") {
        LiveConfig.take(state.config, message);
        return { state, events: [configConfirmed(message, ctx.self, ctx.nowMs)], sends: NONE, timers: NONE };
      }
      // after a restore the state is another object, and the views onto it must be made anew
      if (desk === null || desk.state !== state) desk = createDesk(spec, state);
      if (message.kind !== "BarClosed") {
        SymbolReducer.notice(desk, message);
        return { state, events: NONE, sends: NONE, timers: NONE };
      }
      const closeMs = message.openMs + spec.entryMs;
      if (LiveConfig.isDue(state.config, closeMs)) {
        LiveConfig.advance(state.config, closeMs);
        desk = createDesk(spec, state);
      }
      const recorder = createListRecorder();
      const { openMs, open, high, low, close, volume, isLate } = message;
      const bar = CandleColumns.fromRows([[openMs, open, high, low, close, volume]]);
      const report = SymbolReducer.bar(desk, bar, 0, recorder, isLate);
      const body: BarReported = { kind: "BarReported", ...report };
      const send: Send = { to: ADDRESS.risk, lane: LANE.data, body };
      return { state, events: recorder.events, sends: [send], timers: NONE };
    },
  };
}
