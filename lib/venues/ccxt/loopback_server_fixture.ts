import type { ClosedCandle } from "../port.ts";
import { BAR_MS, type Market } from "./loopback_market_fixture.ts";
import type { Wire } from "./loopback_wire_fixture.ts";

/** For tests: whether this process may open a server; `deno task test` says --allow-net=127.0.0.1. */
export const HAS_NET = Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state === "granted";

interface Client {
  readonly socket: WebSocket;
  readonly topics: Set<string>;
  readonly speaks: boolean;
}

/** For tests: what goes wrong, to be changed at any time. */
export interface Script {
  /** Answer to the next candle requests instead of candles; taken from the front. */
  readonly candleAnswers: (() => Response)[];
  /** Sockets stay open and say nothing. */
  isSilent: boolean;
  refusesSockets: boolean;
  /** What becomes of a candle message: none, one or several, in any order. */
  deliver(message: unknown, isOver: boolean): readonly unknown[];
}

/** For tests: a venue on loopback behind a line that can freeze. */
export class LoopbackVenue {
  readonly script: Script = {
    ...{ candleAnswers: [], isSilent: false, refusesSockets: false },
    deliver: (message) => [message],
  };
  /** Requests by path, and sockets by "socket <path>". */
  readonly asked: Record<string, number> = {};
  readonly #clients = new Set<Client>();
  readonly #links = new Set<{ a: Deno.Conn; b: Deno.Conn; isFrozen: boolean }>();
  readonly #line: Deno.TcpListener;
  #server: Deno.HttpServer<Deno.NetAddr> | null = null;
  #isOver = false;
  #openMs = 0;

  constructor(readonly wire: Wire, readonly market: Market) {
    this.#line = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    void this.#accept();
    this.up();
    this.#tick();
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#line.addr as Deno.NetAddr).port}`;
  }

  /** The venue is there again, at the same address. */
  up(): void {
    this.#server ??= Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (it) => this.#answer(it));
  }

  /** The venue is gone: connections break, new ones are refused. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#clients.clear();
    for (const link of this.#links) cut(link);
    await server?.shutdown();
  }

  /** Sockets are closed as a venue does it. */
  closeSockets(code: number): void {
    for (const { socket } of this.#clients) socket.close(code);
    this.#clients.clear();
  }

  /** Lines that exist carry nothing any more, in either direction, and nobody says so. */
  freeze(): void {
    for (const link of this.#links) link.isFrozen = true;
    this.#clients.clear();
  }

  async end(): Promise<void> {
    this.#isOver = true;
    this.#line.close();
    await this.down();
  }

  #tick(): void {
    if (this.#isOver) return;
    this.#speak();
    this.market.time.setTimer(() => this.#tick(), 1_000);
  }

  async #accept(): Promise<void> {
    for await (const a of this.#line) {
      const server = this.#server;
      if (server === null) {
        a.close();
        continue;
      }
      const b = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
      const link = { a, b, isFrozen: false };
      this.#links.add(link);
      const ends = Promise.allSettled([carry(a, b, link), carry(b, a, link)]);
      void ends.then(() => this.#links.delete(link));
    }
  }

  #answer(request: Request): Response {
    const { pathname: path, searchParams: query } = new URL(request.url);
    const isSocket = request.headers.get("upgrade") === "websocket";
    const name = isSocket ? `socket ${path}` : path;
    this.asked[name] = (this.asked[name] ?? 0) + 1;
    if (isSocket) return this.#upgrade(request, path);
    const scripted = path === this.wire.candlePath ? this.script.candleAnswers.shift() : undefined;
    if (scripted !== undefined) return scripted();
    const socketOrigin = this.origin.replace("http", "ws");
    const body = this.wire.answer({ path, query, socketOrigin }, this.market);
    const headers = { date: new Date(this.market.nowMs()).toUTCString() };
    if (body === undefined) {
      return Response.json({ code: -5000, msg: `Path ${path} not found` }, { status: 404, headers });
    }
    return Response.json(body, { headers });
  }

  #upgrade(request: Request, path: string): Response {
    if (this.script.refusesSockets) return new Response("no", { status: 503 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    const client: Client = { socket, topics: new Set(), speaks: this.wire.speaks(path) };
    socket.onopen = () => {
      this.#clients.add(client);
      const greeting = this.wire.greeting();
      if (greeting !== null) this.#send(client, greeting);
    };
    socket.onmessage = ({ data }) => {
      const { topics, reply } = this.wire.subscribe(JSON.parse(data));
      for (const topic of topics) client.topics.add(topic);
      if (reply !== null) this.#send(client, reply);
    };
    socket.onclose = socket.onerror = () => this.#clients.delete(client);
    return response;
  }

  #send({ socket, speaks }: Client, message: unknown): void {
    if (socket.readyState === WebSocket.OPEN && speaks && !this.script.isSilent) {
      socket.send(JSON.stringify(message));
    }
  }

  /** What is said each second of the venue's time. */
  #speak(): void {
    const { market, wire } = this, nowMs = market.nowMs(), openMs = market.openOf(nowMs);
    const overMs = this.#openMs;
    this.#openMs = openMs;
    for (const client of this.#clients) {
      for (const topic of client.topics) {
        const say = (atMs: number, isOver: boolean) => {
          const candleOf = (symbol: string): ClosedCandle => market.forming(symbol, atMs);
          const message = wire.candle(topic, candleOf, isOver, nowMs);
          if (message !== null) {
            for (const it of this.script.deliver(message, isOver)) this.#send(client, it);
          }
        };
        for (let atMs = overMs; overMs > 0 && atMs < openMs; atMs += BAR_MS) say(atMs, true);
        say(openMs, false);
        const mark = wire.mark(topic, nowMs);
        if (mark !== null) this.#send(client, mark);
      }
    }
  }
}

function cut({ a, b }: { a: Deno.Conn; b: Deno.Conn }): void {
  for (const it of [a, b]) {
    try {
      it.close();
    } catch {
      // it is closed
    }
  }
}

async function carry(
  from: Deno.Conn,
  to: Deno.Conn,
  link: { a: Deno.Conn; b: Deno.Conn; isFrozen: boolean },
) {
  const bytes = new Uint8Array(65_536);
  try {
    for (;;) {
      const count = await from.read(bytes);
      if (count === null) break;
      if (link.isFrozen) continue;
      for (let at = 0; at < count;) at += await to.write(bytes.subarray(at, count));
    }
  } catch {
    // the other end is gone
  }
  // a frozen line does not even say that its end is gone
  if (!link.isFrozen || from === link.a) cut(link);
}
