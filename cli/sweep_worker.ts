/**
 * Entry point of the threads of a sweep: points in, figures out. It needs no permissions.
 *
 * @module
 */
import { TRIAL_FIGURES, tryPoint } from "../lib/research/mod.ts";
import type {
  FromSweepWorker,
  ToSweepWorker,
  TrialSetting,
  TrialTask,
  TrialTried,
} from "./sweep_messages.ts";

const thread = self as unknown as {
  onmessage: (event: MessageEvent<ToSweepWorker>) => void;
  postMessage(message: FromSweepWorker): void;
};
let setting: TrialSetting | null = null;

thread.onmessage = ({ data }) => {
  if (data.kind === "Begin") {
    setting = data.setting;
    return;
  }
  const { id, tasks } = data;
  const tried: TrialTried[] = [];
  for (const task of tasks) {
    try {
      tried.push(tryTask(setting!, task));
    } catch (cause) {
      const error = cause instanceof Error ? cause.stack ?? cause.message : String(cause);
      thread.postMessage({ kind: "TrialThrew", id, task, error });
      return;
    }
  }
  thread.postMessage({ kind: "PointsTried", id, tried });
};

function tryTask({ market, system }: TrialSetting, { index, point, keepsDays }: TrialTask): TrialTried {
  const { figures, fault, returns } = tryPoint(market, system, point);
  return {
    index,
    figures: figures === null ? null : Float64Array.from(TRIAL_FIGURES, (name) => figures[name]),
    fault,
    returns: keepsDays ? returns : null,
  };
}
