import { linesOf } from "../../lines.ts";
import type { MarketMessage, Message, WorldSource } from "../../../lib/runtime/mod.ts";

/** A line of JSON: what the world is to tell whom. */
export interface Told {
  readonly to: string;
  readonly body: Message;
}

/** The same world, and what the lines of a stream say. After a restart of the root, earlier lines are not told again. */
export function told(inner: WorldSource, lines: ReadableStream<Uint8Array<ArrayBuffer>>): WorldSource {
  const waiting: MarketMessage[] = [];
  // later than all that an earlier root told
  let seq = Date.now() * SEQS_PER_MS + OFFSET;
  read(lines, (line) => {
    const { to, body } = JSON.parse(line) as Told;
    waiting.push({ seq: ++seq, atMs: Date.now(), to, body });
  });
  return {
    isEndless: true,
    next: () => inner.next() ?? waiting.shift() ?? null,
    seek: (to) => inner.seek(to),
  };
}

/** As the product's own world counts, and between its numbers. */
const SEQS_PER_MS = 1_000, OFFSET = 500;

async function read(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (line: string) => void,
): Promise<void> {
  for await (const line of linesOf(stream)) take(line);
}
