import { createCertificate, type TestCertificate } from "./certificate_fixture.ts";

/** For tests: steps of a session at which the server may behave otherwise. "." is the end of the message. */
export type SmtpStep = "connect" | "EHLO" | "STARTTLS" | "AUTH" | "MAIL" | "RCPT" | "DATA" | "." | "in DATA";

/** For tests: what it does there: replies so, says nothing more, or hangs up. */
export type SmtpFault = { readonly at: SmtpStep; readonly does: string | "hang" | "drop" };

/** For tests: a message as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly auth: string;
  readonly data: string;
  readonly isSecure: boolean;
}

/** For tests: what the server saw. */
export interface SmtpSeen {
  /** Number of connections. */
  connections: number;
  /** First words of all commands, in order; those inside TLS with "*". */
  readonly commands: string[];
  readonly mails: TakenMail[];
}

export interface SmtpServer {
  /** Of each connection; the last one from then on. @default none */
  readonly faults?: readonly (SmtpFault | null)[];
  /** none: no TLS; starttls: offered; tls: from the start. @default none */
  readonly security?: "none" | "starttls" | "tls";
  /** Mechanisms it offers. @default PLAIN LOGIN */
  readonly mechanisms?: string;
}

interface Session {
  readonly server: SmtpServer;
  readonly seen: SmtpSeen;
  readonly fault: SmtpFault | null;
  readonly isSecure: boolean;
  /** Port of the listener inside of STARTTLS. */
  readonly innerPort: number;
}

/** For tests: a certificate of localhost; made once. */
export const certificate: Promise<TestCertificate> = createCertificate("localhost");

/** For tests: a server on loopback that speaks as much SMTP as a client needs. */
export async function withSmtp(
  server: SmtpServer,
  use: (port: number, seen: SmtpSeen) => Promise<void>,
): Promise<void> {
  const { cert, key } = await certificate;
  const seen: SmtpSeen = { connections: 0, commands: [], mails: [] };
  const at = { hostname: "127.0.0.1", port: 0 };
  const outer = server.security === "tls" ? Deno.listenTls({ ...at, cert, key }) : Deno.listen(at);
  const inner = Deno.listenTls({ ...at, cert, key });
  const innerPort = (inner.addr as Deno.NetAddr).port;
  const open = new Set<Deno.Conn>();
  const faultOf = (nth: number) => server.faults?.[Math.min(nth, server.faults.length) - 1] ?? null;
  const serve = async (listener: Deno.Listener, isSecure: boolean) => {
    const sessions: Promise<void>[] = [];
    for await (const conn of listener) {
      open.add(conn);
      if (listener === outer) seen.connections += 1;
      const fault = faultOf(seen.connections);
      const session: Session = { server, seen, fault, isSecure, innerPort };
      sessions.push(talk(conn, session, listener === inner).catch(() => {}).finally(() => close(conn)));
    }
    await Promise.all(sessions);
  };
  const serving = [serve(outer, server.security === "tls"), serve(inner, true)];
  try {
    await use((outer.addr as Deno.NetAddr).port, seen);
  } finally {
    outer.close();
    inner.close();
    for (const conn of open) close(conn);
    await Promise.all(serving);
  }
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // it was closed already
  }
}

class Dropped extends Error {}

async function talk(conn: Deno.Conn, session: Session, isUpgraded: boolean): Promise<void> {
  const { fault, seen, isSecure } = session;
  const say = async (step: SmtpStep, usual: string) => {
    const does = fault?.at === step ? fault.does : usual;
    if (does === "drop") throw new Dropped();
    if (does === "hang") await conn.read(new Uint8Array(1_000_000)).then(() => new Promise(() => {}));
    await conn.write(new TextEncoder().encode(`${does}\r\n`));
  };
  const lines = readLines(conn);
  if (!isUpgraded) await say("connect", "220 test ready");
  const mail = { from: "", to: [] as string[], auth: "", data: "" };
  for (let line; (line = await lines.next()) !== null;) {
    const verb = line.split(/[ :]/)[0].toUpperCase();
    seen.commands.push(isSecure ? `${verb}*` : verb);
    if (verb === "EHLO") await say("EHLO", greeting(session));
    else if (verb === "STARTTLS") {
      await say("STARTTLS", session.server.security === "starttls" ? "220 go ahead" : "502 no such command");
      if (session.server.security === "starttls" && fault?.at !== "STARTTLS") {
        return await tunnel(conn, session);
      }
    } else if (verb === "AUTH") {
      mail.auth = line.slice(5);
      await say("AUTH", "235 welcome");
    } else if (verb === "MAIL") {
      mail.from = line;
      await say("MAIL", "250 ok");
    } else if (verb === "RCPT") {
      mail.to.push(line);
      const isNobody = line.includes("nobody@");
      await say("RCPT", isNobody ? "550 no such user" : "250 ok");
    } else if (verb === "DATA") {
      await say("DATA", "354 go ahead");
      if (fault?.at === "in DATA") {
        await lines.next();
        throw new Dropped();
      }
      if (fault?.at === "DATA") continue;
      mail.data = await readMessage(lines);
      await say(".", "250 taken");
      if (fault?.at !== ".") seen.mails.push({ ...mail, to: [...mail.to], isSecure });
    } else await say("connect", "221 bye");
  }
}

function greeting({ server: { security, mechanisms = "PLAIN LOGIN" }, isSecure }: Session): string {
  const offers = security === "starttls" && !isSecure ? "250-STARTTLS\r\n" : "";
  return `250-test\r\n${offers}250-AUTH ${mechanisms}\r\n250 SIZE 1000000`;
}

/** What follows STARTTLS is TLS: handed on, byte by byte, to a listener that speaks it. */
async function tunnel(conn: Deno.Conn, { innerPort }: Session): Promise<void> {
  const inner = await Deno.connect({ hostname: "127.0.0.1", port: innerPort });
  await Promise.allSettled([conn.readable.pipeTo(inner.writable), inner.readable.pipeTo(conn.writable)]);
}

interface Lines {
  next(): Promise<string | null>;
}

function readLines(conn: Deno.Conn): Lines {
  const buffer = new Uint8Array(65_536), decoder = new TextDecoder();
  let rest = "";
  return {
    async next() {
      for (;;) {
        const end = rest.indexOf("\r\n");
        if (end >= 0) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          return line;
        }
        const read = await conn.read(buffer);
        if (read === null) return null;
        rest += decoder.decode(buffer.subarray(0, read), { stream: true });
      }
    },
  };
}

async function readMessage(lines: Lines): Promise<string> {
  const message: string[] = [];
  for (let line; (line = await lines.next()) !== null && line !== ".";) message.push(line);
  return message.join("\n");
}
