import { type Config, configSchema } from "../config/mod.ts";
import type { Identity, StoreReader } from "../lib/store/mod.ts";
import { Refusal } from "./exit.ts";
import { loadMarket } from "./market.ts";
import { type Parsed, texts } from "./options.ts";
import type { RunPlace } from "./run_place.ts";
import { createSession, type Session } from "./session.ts";

/** The session that wrote a store, made anew. */
export interface StoredSession {
  readonly session: Session;
  readonly config: Config;
  /** Configurations that lives of it began with. */
  readonly starts: number;
}

/** Rows read to find the configuration that a store was last started with. */
const MOST_VERSIONS = 10_000;

/**
 * Puts the session of a store together from the configuration stored in it and the market it names; recorded history must be
 * given again. Refuses what is not the session that the store belongs to.
 */
export async function storedSession(
  store: StoreReader,
  place: RunPlace,
  parsed: Parsed,
): Promise<StoredSession> {
  const identity = store.identity();
  if (identity === null) {
    throw new Refusal(`Nothing was run in ${place.name} yet: run \`deno task start\` first.`);
  }
  const starts = store.configVersions(MOST_VERSIONS).filter(({ origin }) => origin === "start");
  if (starts.length === 0) {
    throw new Refusal(
      `${place.name} names no configuration that it was started with: it is of an older version.`,
    );
  }
  const config = readConfig(starts[0]!.payload, place);
  refuseWithoutMarket(identity, place, parsed);
  const session = createSession(config, await loadMarket(parsed, config, place));
  if (session.runId !== identity.runId) {
    throw new Refusal(
      `${place.name} is of run ${
        identity.runId.slice(0, 16)
      }, and these data with its configuration make run ` +
        `${
          session.runId.slice(0, 16)
        }: give the same --data, --funding, --history, --from, --to and --assume-funding as when ` +
        `it was started, in the same order of symbols.`,
    );
  }
  return { session, config, starts: starts.length };
}

function readConfig(payload: string, place: RunPlace): Config {
  const parsed = configSchema.safeParse(JSON.parse(payload));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new Refusal(
    `The configuration stored in ${place.name} is of another version of this program:\n${
      faults.join("\n")
    }\nReplay it ` +
      `with the version that wrote it.`,
  );
}

/** Asked of a network, a venue's history would be another one now. */
function refuseWithoutMarket({ venueEnvironment }: Identity, place: RunPlace, parsed: Parsed): void {
  const isReplay = venueEnvironment === "paper-replay";
  const hasData = texts(parsed, "data").length > 0;
  if (isReplay && !hasData) {
    throw new Refusal(
      `${place.name} is of a run on recorded history: give the same --data (and --funding, --symbols, ...) as it was started with.`,
    );
  }
  if (!isReplay && hasData) {
    throw new Refusal(
      `${place.name} is of a run on a ${venueEnvironment.replace("paper-", "")} market: leave --data out.`,
    );
  }
  const isLive = !isReplay && venueEnvironment !== "paper-simulated";
  if (isLive && !isFile(place.livePath)) {
    throw new Refusal(
      `What the run in ${place.name} began with is missing: ${place.livePath}. Put the file back beside the store.`,
    );
  }
}

/** True where a file lies. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
