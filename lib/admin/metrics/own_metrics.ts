import type { StreamCounts } from "../stream/event_streams.ts";
import type { MetricFamily } from "../views.ts";

/** Counts what the server answers. */
export interface AnswerCounts {
  /** Status -> answers. */
  readonly byStatus: Record<string, number>;
}

/** The server's own metrics, beside those of the run. */
export function ownMetrics(
  { byStatus }: AnswerCounts,
  stream: StreamCounts,
  { rss, heapTotal, heapUsed, external }: Deno.MemoryUsage,
): MetricFamily[] {
  const one = (name: string, type: "counter" | "gauge", help: string, value: number): MetricFamily => ({
    name,
    type,
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    {
      name: "bulkhead_admin_answers_total",
      type: "counter",
      help: "Answers of the admin server by status",
      samples: Object.entries(byStatus).map(([status, value]) => ({ labels: { status }, value })),
    },
    {
      name: "bulkhead_admin_memory_bytes",
      type: "gauge",
      help: "Memory of the admin server's thread; process is all of its process, with the other threads",
      samples: Object.entries({ process: rss, heap: heapTotal, used: heapUsed, external }).map(
        ([kind, value]) => ({ labels: { kind }, value }),
      ),
    },
    one("bulkhead_sse_clients", "gauge", "Clients of the event stream", stream.clients),
    one("bulkhead_admin_stream_opened_total", "counter", "Clients the event stream has had", stream.opened),
    one("bulkhead_admin_stream_dropped_total", "counter", "Clients dropped as too slow", stream.dropped),
    one(
      "bulkhead_admin_stream_lingering",
      "gauge",
      "Connections of clients that were dropped and have not read or closed since",
      stream.lingering,
    ),
    one(
      "bulkhead_admin_stream_events_total",
      "counter",
      "Events told while there were clients",
      stream.events,
    ),
  ];
}
