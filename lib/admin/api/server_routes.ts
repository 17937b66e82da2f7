import { ownMetrics } from "../metrics/own_metrics.ts";
import { PROMETHEUS_TYPE, prometheusText } from "../metrics/prometheus_text.ts";
import { Refusal } from "../http/api_error.ts";
import type { AdminPorts } from "../ports.ts";
import type { Parts } from "./parts.ts";
import * as request from "./request_schema.ts";
import { type Route, route } from "./route.ts";
import { probe } from "./system_schema.ts";

/** Probes, metrics and the stream of events. */
export function serverRoutes(parts: Parts): Route[] {
  return [
    probeRoute("/health/live", "Whether the process lives", (ports) => ports.health().isLive),
    probeRoute("/health/ready", "Whether the run is ready", (ports) => ports.health().isReady),
    route({
      ...{ method: "GET", path: "/metrics", tag: "run", summary: "Metrics of the run, for Prometheus" },
      reply: { text: PROMETHEUS_TYPE },
      run: ({ ports, c }) => {
        const families = [
          ...ports.metrics(),
          ...ownMetrics(parts.counts, parts.streams.counts(), Deno.memoryUsage()),
        ];
        return c.body(prometheusText(families), 200, { "Content-Type": PROMETHEUS_TYPE });
      },
    }),
    streamRoute(parts),
  ];
}

function probeRoute(path: string, summary: string, isWell: (ports: AdminPorts) => boolean): Route {
  return route({
    ...{ method: "GET", path, tag: "run", summary, isOpen: true },
    reply: { json: probe },
    refusals: [503],
    run: ({ ports, c }) => isWell(ports) ? { status: "ok" } : c.json({ status: "fail" }, 503),
  });
}

const STREAM_HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  /** Proxies of nginx's kind would hold events back. */
  "X-Accel-Buffering": "no",
};

/** The names that have no event of the journal in them; docs/event-stream.md says the same at more length. */
const STREAM_NOTES = [
  "Each event has its sequence number as id, its group as name, and is as in /api/events; numbers rise by one.",
  "Names of the stream's own, none with an id:",
  "`hello` {lastSeq, after, isReset}: comes first; isReset where Last-Event-ID is not known here, read all anew.",
  "`gap` {from, to}: events from..to are not kept any more, or only those of them that come next; read all anew.",
  "`heartbeat` {lastSeq}: every admin.heartbeat_seconds.",
  "A client that does not keep up is cut off: come back with the last id.",
].join("\n");

function streamRoute({ streams, sessions }: Parts): Route {
  return route({
    ...{ method: "GET", path: "/api/stream", tag: "journal" },
    summary:
      "Committed events as they come (server-sent events), after Last-Event-ID or `after`, else from now on",
    notes: STREAM_NOTES,
    query: request.streamQuery,
    reply: { text: "text/event-stream" },
    refusals: [503],
    run({ c, query }) {
      if (c.req.method === "HEAD") return c.body(null, 200, STREAM_HEADERS);
      const login = c.get("login");
      const mayListen = () => login?.kind !== "session" || sessions.isOpen(login.session);
      const after = lastEventId(c.req.header("last-event-id")) ?? query.after ?? null;
      const { completed: closed } = (c.env ?? {}) as { readonly completed?: Promise<unknown> };
      const stream = streams.open(after, { mayListen, ...(closed === undefined ? {} : { closed }) });
      if (stream === null) throw streamFull();
      return c.body(stream, 200, STREAM_HEADERS);
    },
  });
}

function lastEventId(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = "Last-Event-ID must be the sequence number of an event";
  throw new Refusal(400, { code: "bad_header", message, path: "header.last-event-id" });
}

function streamFull(): Refusal {
  const hint = "Close a page, or raise admin.sse_max_clients";
  const error = { code: "stream_full", message: "The stream has as many clients as it may have", hint };
  return new Refusal(503, error, { "Retry-After": "10" });
}
