import type { WebhookOptions } from "./webhook.ts";

/** For tests: a request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  readonly atMs: number;
}

/** For tests: an answer, or null to say nothing until the caller goes away. */
export type Answer = () => Response | null;

/** For tests: a secret of every sort that a URL can hold. */
export const PLANTED = {
  user: "us3r-secret",
  password: "pa55-secret",
  path: "T0K3N-in-path",
  query: "k3y-in-query",
};

/** For tests: whether this process may open a server; `deno task test` must say --allow-net=127.0.0.1. */
export const HAS_NET = Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state === "granted";

/** For tests: options for a webhook at this port, quick, with a secret everywhere. */
export function optionsFor(port: number, change: Partial<WebhookOptions> = {}): WebhookOptions {
  const { user, password, path, query } = PLANTED;
  return {
    url: `http://${user}:${password}@127.0.0.1:${port}/hook/${path}?key=${query}`,
    ...{ allowLoopback: true, deadlineMs: 2_000, tries: 3 },
    retry: { firstMs: 20, factor: 2, maxMs: 100, jitterPct: 0 },
    ...change,
  };
}

/** For tests: a server on loopback that gives these answers in order, the last one from then on. */
export async function withServer(
  answers: readonly Answer[],
  use: (port: number, seen: readonly Seen[]) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = [];
  const silent = Promise.withResolvers<Response>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    const { method, headers } = request;
    seen.push({
      method,
      path: pathname + search,
      headers,
      body: await request.text(),
      atMs: performance.now(),
    });
    return answer() ?? await silent.promise;
  });
  try {
    await use(server.addr.port, seen);
  } finally {
    silent.resolve(new Response(null, { status: 204 }));
    await server.shutdown();
  }
}
