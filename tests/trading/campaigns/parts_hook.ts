/** A webhook's far end on this machine: takes everything, and counts it. */
export interface Hook {
  readonly url: string;
  /** How often each notification was delivered, by its id, since the last `clear`. */
  readonly delivered: Map<string, number>;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface. */
export function openHook(): Hook {
  const delivered = new Map<string, number>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { id } = await request.json() as { readonly id: string };
    delivered.set(id, (delivered.get(id) ?? 0) + 1);
    return new Response(null, { status: 204 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/hook`,
    delivered,
    close: () => server.shutdown(),
  };
}
