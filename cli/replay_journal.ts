import { replayedTree } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { type ReplayDifference, type ReplayedActor, replayJournal } from "../lib/runtime/mod.ts";
import { openSqliteReader, type StoreReader } from "../lib/store/mod.ts";
import type { Command } from "./command.ts";
import { EXIT, Refusal } from "./exit.ts";
import { loadConfigFor } from "./load_config.ts";
import { number, type Parsed, readOptions } from "./options.ts";
import { REPLAY_HELP, REPLAY_OPTIONS } from "./replay_journal_options.ts";
import { isFile, type StoredSession, storedSession } from "./replay_journal_session.ts";
import { differenceText, replayText } from "./replay_journal_text.ts";
import { openReader, type RunPlace, runPlace } from "./run_place.ts";
import { createProgress, say } from "./terminal.ts";

/** Differences told in words, where --show names no other number. */
const SHOWN = 20;

/** `replay`: lets the actors of a store handle its journal once more, and compares all that comes of it with what is stored. */
export const replayCommand: Command = {
  name: "replay",
  summary: "feed a store's journal back through its actors and compare every decision and event",
  async run(args) {
    const parsed = readOptions("replay", REPLAY_OPTIONS, args);
    if (parsed.values.help) {
      say(REPLAY_HELP);
      return EXIT.ok;
    }
    const shown = number(parsed, "show") ?? SHOWN;
    const place = runPlace(parsed, loadConfigFor(parsed).config);
    if (place.store.kind === "sqlite" && !isFile(place.store.path)) {
      throw new Refusal(
        `No store at ${place.store.path}: run \`deno task start\` first, or name another with --store or BULKHEAD_STORE.`,
      );
    }
    const store = openReader(place);
    try {
      return await replayStore(store, place, parsed, shown);
    } finally {
      store.close();
    }
  },
};

async function replayStore(
  store: StoreReader,
  place: RunPlace,
  parsed: Parsed,
  shown: number,
): Promise<number> {
  const stored = await storedSession(store, place, parsed);
  say(`store ${place.name}, run ${stored.session.runId.slice(0, 16)}`);
  if (stored.starts > 1) {
    say(`its lives began with ${stored.starts} configurations: all of it is replayed with the last of them`);
  }
  const startedMs = systemClock.nowMs();
  const found = { differences: 0 };
  const tell = (difference: ReplayDifference) => {
    found.differences++;
    if (found.differences <= shown) say(differenceText(difference));
  };
  const actors = replayOne(store, stored, tell);
  actors.push(...replayHarbour(place, stored, tell));
  const left = found.differences - shown;
  if (left > 0) say(`... and ${left} more (--show ${found.differences})`);
  say(replayText(actors, found.differences, systemClock.nowMs() - startedMs));
  return found.differences === 0 ? EXIT.ok : EXIT.unexpected;
}

/** The paper exchange of a run in cells has a file of its own. */
function replayHarbour(
  { harbourPath }: RunPlace,
  stored: StoredSession,
  tell: (difference: ReplayDifference) => void,
): ReplayedActor[] {
  if (!isFile(harbourPath)) return [];
  const harbour = openSqliteReader(harbourPath);
  try {
    const actors = replayOne(harbour, stored, tell);
    return actors.map((it) => ({ ...it, actor: `${it.actor} (harbour)` }));
  } finally {
    harbour.close();
  }
}

function replayOne(
  { journal: source }: StoreReader,
  { session, config }: StoredSession,
  onDifference: (difference: ReplayDifference) => void,
): ReplayedActor[] {
  const behaviorOf = replayedTree(session, config.cells === "none");
  const progress = createProgress(1);
  return replayJournal({
    ...{ source, behaviorOf, onDifference },
    onProgress: (done, inputs) => progress(inputs === 0 ? 1 : done / inputs, `${done} inputs`),
  });
}
