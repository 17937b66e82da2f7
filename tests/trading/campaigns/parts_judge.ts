import type { Notice, TreeMetrics } from "../../../lib/runtime/mod.ts";
import type { PoisonNote } from "../wrappers/poison.ts";
import type { StrikeNote, StrikeWay } from "../wrappers/strike.ts";

/** How a life is to end: by a strike, or by a message that is poison. */
export type EndWay = StrikeWay | "poison";

/** Which deaths were brought about, and that there was no other. Changed in place. */
export interface PartsJudge {
  /** How the lives of each worker are to end, one after the other; those that are not named live on. */
  readonly plan: ReadonlyMap<string, readonly EndWay[]>;
  readonly breaches: string[];
  /** Deaths brought about, by worker: of its nth life. */
  readonly ends: Map<string, EndSeen[]>;
  readonly recoveries: { readonly way: EndWay; readonly ms: number }[];
  readonly verdicts: Extract<Notice, { kind: "Judged" }>["verdict"][];
  /** Lives begun, by worker. */
  readonly starts: Map<string, number>;
}

interface EndSeen {
  readonly way: EndWay;
  readonly incarnation: number;
  /** Wall time, ms. */
  readonly atMs: number;
}

/** As what each end is noticed. */
const NOTICED_AS: Readonly<Record<EndWay, string>> = {
  throw: "crash",
  rejection: "crash",
  silence: "silence",
  close: "exit",
  load: "load_failed",
  poison: "crash",
};

export const PartsJudge = { create, onNotice, onEnd };

function create(plan: PartsJudge["plan"]): PartsJudge {
  return { plan, breaches: [], ends: new Map(), recoveries: [], verdicts: [], starts: new Map() };
}

function onNotice(judge: PartsJudge, notice: Notice): void {
  const { breaches } = judge;
  switch (notice.kind) {
    case "Note":
      return onNote(judge, notice);
    case "WorkerStarted": {
      const { worker, incarnation } = notice;
      judge.starts.set(worker, (judge.starts.get(worker) ?? 0) + 1);
      if (incarnation === 1 || endOf(judge, worker, incarnation - 1) !== undefined) return;
      breaches.push(
        `${worker}#${incarnation} started though nothing was done to ${worker}#${incarnation - 1}`,
      );
      return;
    }
    case "WorkerReady": {
      const end = endOf(judge, notice.worker, notice.incarnation - 1);
      if (end !== undefined) judge.recoveries.push({ way: end.way, ms: notice.atMs - end.atMs });
      return;
    }
    case "WorkerFailed":
      return onDeath(judge, notice);
    case "CellFailed":
    case "CellGone":
      if (notice.reason.kind === "shutdown") return;
      breaches.push(
        `Cell ${notice.cell} came to its end (${notice.kind}): ${notice.reason.kind}: ${notice.reason.detail}`,
      );
      return;
    case "GaveUp":
      breaches.push(`${notice.supervisor} gave up: ${notice.reason}, ${notice.child}`);
      return;
    case "Dropped":
      breaches.push(`${notice.id} was dropped`);
      return;
    case "Judged":
      judge.verdicts.push(notice.verdict);
      return;
  }
}

function onNote(judge: PartsJudge, { note, atMs }: Extract<Notice, { kind: "Note" }>): void {
  const told = note as StrikeNote | PoisonNote;
  const { worker, incarnation } = told;
  const way = "strike" in told ? told.strike : "poison";
  const list = judge.ends.get(worker) ?? [];
  judge.ends.set(worker, [...list, { way, incarnation, atMs }]);
}

function onDeath(
  judge: PartsJudge,
  { worker, incarnation, reason }: Extract<Notice, { kind: "WorkerFailed" | "WorkerGone" }>,
): void {
  const end = endOf(judge, worker, incarnation);
  const how = `${reason.kind}: ${reason.detail}`;
  if (end === undefined) {
    judge.breaches.push(`${worker}#${incarnation} died though nothing was done to it: ${how}`);
  } else if (reason.kind !== NOTICED_AS[end.way]) {
    judge.breaches.push(`${worker}#${incarnation} died by ${end.way}, which was noticed as ${how}`);
  }
}

function endOf({ ends }: PartsJudge, worker: string, incarnation: number): EndSeen | undefined {
  return ends.get(worker)?.find((end) => end.incarnation === incarnation);
}

/** The root is over: all that was planned has happened, and the counters say so too. */
function onEnd(judge: PartsJudge, metrics: TreeMetrics): void {
  const { plan, breaches } = judge;
  for (const worker of plan.keys()) {
    if (!metrics.workers.some(({ id }) => id === worker)) breaches.push(`There is no worker ${worker}`);
  }
  for (const { id, incarnation, restarts } of metrics.workers) {
    const planned = plan.get(id) ?? [];
    const seen = (judge.ends.get(id) ?? []).map(({ way }) => way);
    if (seen.join() !== planned.join()) {
      breaches.push(
        `${id} died by ${seen.join(", ") || "nothing"}, planned was ${planned.join(", ") || "nothing"}`,
      );
    }
    if (restarts !== planned.length) {
      breaches.push(`${id} counts ${restarts} restarts, not ${planned.length}`);
    }
    const lives = judge.starts.get(id) ?? 0;
    if (lives !== planned.length + 1 || incarnation !== lives) {
      breaches.push(`${id} had ${lives} lives and ended in life ${incarnation}, not ${planned.length + 1}`);
    }
  }
  const workers = new Set(metrics.workers.map(({ id }) => id));
  for (const [id, restarts] of Object.entries(metrics.restarts)) {
    if (!workers.has(id) && restarts > 0) breaches.push(`Cell ${id} counts ${restarts} restarts, not 0`);
  }
}
