import type { ReplayDifference, ReplayedActor } from "../lib/runtime/mod.ts";
import { table } from "./terminal.ts";

/** A difference as a line. */
export function differenceText({ actor, inputNo, atMs, what, words }: ReplayDifference): string {
  return `DIFFERENT ${new Date(atMs).toISOString()} ${actor}, input ${inputNo}, ${what}: ${words}`;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const eventsOf = ({ counts }: ReplayedActor): number => sum(Object.values(counts.events));

/** What was compared, actor by actor and in all; the last line is the verdict. */
export function replayText(actors: readonly ReplayedActor[], differences: number, wallMs: number): string {
  const head = ["actor", "from", "inputs", "only counted", "decisions", "events", "messages", "snapshots"];
  const rows = actors.map((it): (string | number)[] => {
    const { actor, fromInput, counts: { inputs, counted, events, sends, snapshots } } = it;
    return [actor, fromInput, inputs, counted, events.DecisionMade ?? 0, eventsOf(it), sends, snapshots];
  });
  const totals = ["all", ""].concat(
    [2, 3, 4, 5, 6, 7].map((column) => String(sum(rows.map((row) => Number(row[column]))))),
  );
  const pruned = actors.filter(({ fromInput }) => fromInput > 0).map(({ actor, fromInput, counts }) =>
    `${actor}: inputs up to ${fromInput} are gone (store.keep_hours); begun at ${
      counts.inputs === counts.counted ? "the next" : "its snapshot there"
    }`
  );
  const overtaken = actors.filter(({ counts }) => counts.isOvertaken).map(({ actor }) =>
    `${actor}: retention deleted inputs while they were replayed; what is later was not compared`
  );
  const gone = sum(actors.map(({ counts }) => counts.eventsGone));
  return [
    table([head, ...rows, totals]),
    "",
    ...pruned,
    ...overtaken,
    ...(gone === 0 ? [] : [`${gone} events were made again that retention may have deleted: not compared`]),
    `${
      (wallMs / 1000).toFixed(1)
    } s; only counted: inputs of ports, which only a network can answer, and quarantined ones`,
    differences === 0
      ? "no difference"
      : `${differences} ${differences === 1 ? "difference" : "differences"}`,
  ].join("\n");
}
