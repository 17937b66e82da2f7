// deno-lint-ignore-file no-console
/**
 * A paper run on the real tree as a process of its own: `root.ts <options as JSON>`. The product's own `start`, but for the
 * modules around its workers. Prints every notice as a line of JSON, and one line {"kind":"Ended"} with the exit code, the
 * result's hash and the counters.
 *
 * @module
 */
import { openRun, playTree, readOptions, START_OPTIONS } from "../../cli/mod.ts";
import {
  FatalError,
  type SupervisorFlags,
  type Timing,
  type TreeHost,
  type WrapSpec,
} from "../../lib/runtime/mod.ts";

/** All of it is plain JSON. */
export interface TradingRunOptions {
  /** Of `start`. */
  readonly args: readonly string[];
  /** By worker id; "*" for all that are not named. */
  readonly wraps: Readonly<Record<string, readonly WrapSpec[]>>;
  readonly timing?: Timing;
  readonly flags?: SupervisorFlags;
  /** Every channel is told everything, and of every bar: so all who tell people have much to do. */
  readonly tellAll?: boolean;
}

const { args, wraps, timing, flags, tellAll } = JSON.parse(Deno.args[0]) as TradingRunOptions;
const opened = await openRun(readOptions("start", START_OPTIONS, args));
const run = tellAll === true ? { ...opened, session: tellingAll(opened.session) } : opened;
let host: TreeHost | null = null;
let code = 0;
const startMs = performance.now();
try {
  await playTree(run, {
    cellModule: new URL("./cell.ts", import.meta.url).href,
    place: (placement) => ({
      ...placement,
      ...(timing === undefined ? {} : { timing }),
      ...(flags === undefined ? {} : { flags }),
      wrap: (worker) => wraps[worker] ?? wraps["*"] ?? [],
    }),
    onNotice: (notice) => console.log(JSON.stringify(notice)),
    world: (world) => world,
    onHost: (created) => host = created,
  });
} catch (error) {
  if (!(error instanceof FatalError)) throw error;
  console.error(error.message);
  code = 70;
}
const playedMs = performance.now() - startMs;
const result = run.store.resultHash();
console.log(JSON.stringify({ kind: "Ended", code, playedMs, result, metrics: host!.metrics() }));
run.store.close();
Deno.exit(code);

function tellingAll<S extends typeof opened.session>(session: S): S {
  const { telling } = session;
  const { desk, reporter } = telling;
  const outlets = desk.outlets.map((outlet) => ({ ...outlet, minLevel: "info" as const }));
  return {
    ...session,
    telling: { ...telling, desk: { ...desk, outlets }, reporter: { ...reporter, heartbeatHours: 1 } },
  };
}
