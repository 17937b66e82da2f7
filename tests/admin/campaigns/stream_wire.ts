/**
 * The event stream over a plain socket, read as fast, as slowly or as little as a test likes: fetch() would read ahead.
 *
 * @module
 */

/** A connection to the stream, after the head of its answer. */
export interface StreamSocket {
  readonly conn: Deno.TcpConn;
  readonly reader: StreamReader;
}

/** An event as it came; heartbeats and greetings have no id. */
export interface ToldEvent {
  readonly id: number | null;
  readonly name: string;
  readonly data: string;
}

/** What one connection has told. Changed in place. */
export interface StreamReader {
  /** Events that are complete with these bytes. */
  push(bytes: Uint8Array): ToldEvent[];
  /** Whether the answer was brought to its end in order, not cut off. */
  isComplete(): boolean;
}

export interface StreamRequest {
  /** "127.0.0.1:8000" */
  readonly host: string;
  /** Header lines that say who asks. */
  readonly credentials: string;
  /** Id of the last event that is known; null: from now on. */
  readonly after: number | null;
}

const MAX_HEAD = 16_384;

/** The server says no: its status, and the head of its answer. */
export class NotGiven extends Error {
  constructor(readonly status: number, head: string) {
    super(`The stream was not given: ${head}`);
  }
}

/** Asks for the stream. Throws NotGiven where the server says no, else where it is away. */
export async function openStream({ host, credentials, after }: StreamRequest): Promise<StreamSocket> {
  const [hostname, port] = host.split(":") as [string, string];
  const conn = await Deno.connect({ hostname, port: Number(port) });
  const last = after === null ? "" : `Last-Event-ID: ${after}\r\n`;
  const request =
    `GET /api/stream HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n${credentials}\r\n${last}\r\n`;
  try {
    await conn.write(new TextEncoder().encode(request));
    const head = await readHead(conn);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
    if (status !== 200 || !/^transfer-encoding: chunked\r$/im.test(head)) throw new NotGiven(status, head);
    return { conn, reader: createStreamReader() };
  } catch (error) {
    close(conn);
    throw error;
  }
}

/** Closes a connection, also one that the other end has closed. */
export function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // it is closed
  }
}

/** Byte by byte: what follows the head is not to be read yet. */
async function readHead(conn: Deno.Conn): Promise<string> {
  const byte = new Uint8Array(1);
  let head = "";
  while (!head.endsWith("\r\n\r\n")) {
    if (await conn.read(byte) === null || head.length > MAX_HEAD) throw new Error(`No answer: "${head}"`);
    head += String.fromCharCode(byte[0]!);
  }
  return head;
}

function createStreamReader(): StreamReader {
  const decoder = new TextDecoder();
  const chunks = createChunkReader();
  let text = "";
  return {
    push(bytes) {
      for (const piece of chunks.push(bytes)) text += decoder.decode(piece, { stream: true });
      const frames = text.split("\n\n");
      text = frames.pop()!;
      return frames.map(toldEvent);
    },
    isComplete: chunks.isComplete,
  };
}

function toldEvent(frame: string): ToldEvent {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(frame)?.[1];
  const id = field("id");
  return {
    id: id === undefined ? null : Number(id),
    name: field("event") ?? "message",
    data: field("data") ?? "",
  };
}

/** Takes the chunks of HTTP/1.1 apart. Throws on what is none. */
function createChunkReader() {
  /** Of the present chunk; -1: its size is being read; -2: the line break after it. */
  let left = -1, line = "", isComplete = false;
  const onByte = (byte: number) => {
    line += String.fromCharCode(byte);
    if (!line.endsWith("\r\n")) return;
    if (left === -1) {
      if (!/^[0-9a-f]+\r\n$/i.test(line)) throw new Error(`No size of a chunk: "${line}"`);
      left = parseInt(line, 16);
      isComplete = left === 0;
    } else left = -1;
    line = "";
  };
  return {
    push(bytes: Uint8Array): Uint8Array[] {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length && !isComplete;) {
        if (left <= 0) {
          onByte(bytes[at++]!);
          continue;
        }
        const piece = bytes.slice(at, at + left);
        pieces.push(piece);
        at += piece.length;
        left -= piece.length;
        if (left === 0) left = -2;
      }
      return pieces;
    },
    isComplete: () => isComplete,
  };
}
