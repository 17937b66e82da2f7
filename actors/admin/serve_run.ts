import { type AdminFault, createAdminApp, serveAdmin } from "../../lib/admin/mod.ts";
import { systemClock } from "../../lib/core/mod.ts";
import type { Outside } from "../../lib/runtime/mod.ts";
import { openPostgresReader, openSqliteReader, type StoreReader } from "../../lib/store/mod.ts";
import type { Environment } from "../environment.ts";
import type { StorePlace } from "../journal_store.ts";
import type { AdminArgs, AdminNote, TreeTold } from "./messages.ts";
import { createRunPorts, type RunPorts } from "./run_ports.ts";

const POLL_MS = 100;
/** Between two tries to read a store that is away, or to listen on a port that is taken. */
const AGAIN_MS = 1_000;

/** What a server of a run has around it. */
export interface ServeContext {
  readonly environment: Environment;
  readonly outside: Outside;
}

/** Serves a run for as long as this thread lives; what keeps it from that is said, and tried again. */
export function serveRun(args: AdminArgs, { environment, outside }: ServeContext): void {
  const note = (said: AdminNote) => outside.note(said);
  let run: RunPorts | null = null, last: TreeTold | null = null, said = "";
  // nothing else is told to this worker
  outside.onTold((body) => run === null ? void (last = body as TreeTold) : run.told(body as TreeTold));

  function begin(): void {
    try {
      run ??= openRun(args, { environment, note });
      if (last !== null) run.told(last);
      note({ kind: "AdminListening", url: listen(run, args, environment) });
    } catch (error) {
      const why = `Cannot serve the dashboard now, trading goes on: ${(error as Error).message}`;
      if (why !== said) note({ kind: "AdminUnreachable", why });
      said = why;
      setTimeout(begin, AGAIN_MS);
    }
  }
  begin();
}

interface OpenContext {
  readonly environment: Environment;
  readonly note: (said: AdminNote) => void;
}

function openRun({ info, place }: AdminArgs, { environment, note }: OpenContext): RunPorts {
  const reader = readerOf(place, environment);
  try {
    const run = createRunPorts({
      ...{ reader, info, nowMs: systemClock.nowMs, note },
      newId: () => crypto.randomUUID(),
    });
    setInterval(run.poll, POLL_MS);
    return run;
  } catch (error) {
    reader.close();
    throw error;
  }
}

function readerOf(place: StorePlace, environment: Environment): StoreReader {
  return place.kind === "sqlite"
    ? openSqliteReader(place.path)
    : openPostgresReader(environment(place.urlEnv) ?? "");
}

/** Listens; the address, with a code that logs in once. Throws where it cannot. */
function listen({ ports }: RunPorts, { server, info }: AdminArgs, environment: Environment): string {
  const token = environment(server.token_env) ?? "";
  const app = createAdminApp(ports, { config: server, token, log: logFault, version: info.version });
  const { port } = serveAdmin(app, { host: server.host, port: server.port });
  const host = server.host.includes(":") && !server.host.startsWith("[") ? `[${server.host}]` : server.host;
  return `http://${host}:${port}/login#code=${app.newLoginCode().code}`;
}

function logFault({ reference, at, error }: AdminFault): void {
  // deno-lint-ignore no-console
  console.error(`admin: ${at} failed (${reference}): ${error instanceof Error ? error.message : error}`);
}
