/** Sends bytes to a port of this machine, and reads until the other end closes or nothing has come for a while. */
export async function rawExchange(port: number, text: string, quietMs = 300): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  try {
    await writeAll(connection, new TextEncoder().encode(text));
  } catch {
    // A server may answer and close before all was sent; what it said is read below.
  }
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(65_536);
  let said = "";
  for (;;) {
    const count = await within(quietMs, connection.read(chunk).catch(() => null));
    if (count === null) return said;
    said += decoder.decode(chunk.subarray(0, count), { stream: true });
  }
}

/** The status of an answer; "closed" where there is none. */
export function statusOf(said: string): string {
  return /^HTTP\/1\.[01] (\d{3})/.exec(said)?.[1] ?? "closed";
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

/** What was promised, or null if it takes longer. */
async function within<T>(ms: number, promised: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => timer = setTimeout(() => resolve(null), ms));
  try {
    return await Promise.race([promised, late]);
  } finally {
    clearTimeout(timer);
  }
}
