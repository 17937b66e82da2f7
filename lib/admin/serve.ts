import type { AdminApp } from "./app.ts";

/** Where a server listens. Port 0 is any that is free. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A server that listens. */
export interface ServedAdmin {
  /** The port that it got. */
  readonly port: number;
  /** Takes no more requests, ends the streams, and waits for the rest for a moment. */
  close(): Promise<void>;
}

/** How long requests may go on after close(). */
const GRACE_MS = 1000;

/** Listens. Throws Deno.errors.AddrInUse where the port is taken, NotCapable where it may not be used. */
export function serveAdmin(admin: AdminApp, { host, port }: ListenAddress): ServedAdmin {
  const aborter = new AbortController();
  const server = Deno.serve(
    {
      hostname: host,
      port,
      signal: aborter.signal,
      onListen() {},
      onError: () => new Response(null, { status: 500 }),
    },
    (request, info) => admin.hono.fetch(request, info),
  );
  return {
    port: server.addr.port,
    async close() {
      admin.close();
      const timer = setTimeout(() => aborter.abort(), GRACE_MS);
      await server.shutdown();
      clearTimeout(timer);
    },
  };
}
