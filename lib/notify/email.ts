import { sha256Hex } from "../core/mod.ts";
import {
  type Channel,
  type DeliveryLimits,
  failure,
  lateFailure,
  type Outcome,
  withTries,
} from "./channel.ts";
import { emailFailure } from "./email_failure.ts";
import { openSocket } from "./email_socket.ts";
import { type EmailPlace, emailTarget } from "./email_target.ts";
import { escapeHtml, html } from "../core/mod.ts";
import type { Level } from "./level.ts";
import { type Notification, oneLine } from "./notification.ts";
import { redact, secretsOfValue } from "./secrets.ts";
import { timeText } from "./units.ts";

export interface EmailOptions extends EmailPlace, DeliveryLimits {
  readonly password: string;
  /** Certificates in PEM that are trusted besides those of the host. @default {[]} */
  readonly trustedCertificates?: readonly string[];
}

/** What a server is given. */
interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly priority: "high" | "normal";
}

/**
 * A channel that sends an e-mail over SMTP. Network errors and replies of 4xx (and 503) are tried again with jittered backoff,
 * 5xx are final. Every try carries the same Message-ID, by which mailboxes tell a repeat. Where some recipients were refused,
 * the delivery has failed and says so, without another try: the others have it. Throws TypeError on what emailTarget()
 * refuses. Needs net permission for `emailTarget().host`, and nothing else.
 */
export function createEmail(options: EmailOptions): Channel {
  const target = emailTarget(options);
  if (!target.ok) throw new TypeError(target.error);
  const { user, password } = options;
  // the second is what AUTH PLAIN says, in base64
  const secrets = secretsOfValue(password, `\0${user}\0${password}`);
  return {
    deliver(notification) {
      const mail = mailOf(notification, options, secrets);
      return withTries(options, (signal) => send(options, mail, signal));
    },
  };
}

async function send(options: EmailOptions, mail: Mail, signal: AbortSignal): Promise<Outcome> {
  const { host, port, security, user, password, from, to, deadlineMs, trustedCertificates = [] } = options;
  // loaded by the one worker that sends e-mail, when it does: every worker of the tree imports this room
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    ...{
      host,
      port,
      secure: security === "tls",
      requireTLS: security === "starttls",
      ignoreTLS: security === "none",
    },
    // not the name of this machine, which is nobody's business and needs a permission
    name: "[127.0.0.1]",
    ...(user === "" ? {} : { auth: { user, pass: password }, forceAuth: true }),
    ...{ connectionTimeout: deadlineMs, greetingTimeout: deadlineMs, socketTimeout: deadlineMs },
    ...{ socketCloseTimeout: 0, disableFileAccess: true, disableUrlAccess: true },
    ...(trustedCertificates.length === 0 ? {} : { tls: { ca: [...trustedCertificates] } }),
    getSocket: (_, done) =>
      openSocket(host, port, signal).then((connection) => done(null, { connection }), (error) => done(error)),
  });
  const headers = { "Auto-Submitted": "auto-generated" };
  try {
    const { rejected } = await transport.sendMail({ from, to: [...to], headers, ...mail, signal });
    if (rejected.length === 0) return { ok: true };
    return failure(`${rejected.length} of ${to.length} recipients were refused`, false);
  } catch (error) {
    return signal.aborted ? lateFailure(options) : emailFailure(error, lateFailure(options));
  }
}

/** Longest part of the text in a subject, in UTF-16 units. */
const MAX_SUBJECT = 120;

/** "[bulkhead] CRITICAL: BTC/USDT:USDT: position without ..." with text and simple HTML. */
function mailOf(
  { id, level, text, atMs }: Notification,
  { from }: EmailOptions,
  secrets: readonly string[],
): Mail {
  const safe = redact(text, secrets), time = timeText(atMs), head = level.toUpperCase();
  // one and the same for every try, another one for whatever else has this id in another run
  const name = sha256Hex(`${id}\n${atMs}\n${text}`).slice(0, 32);
  return {
    subject: `[bulkhead] ${head}: ${oneLine(safe, MAX_SUBJECT)}`,
    text: `${head}\n${time}\n\n${safe}\n\n[${id}]\n`,
    html: pageOf(level, time, safe, id),
    messageId: `<${name}@${from.split("@").at(-1)}>`,
    priority: level === "critical" ? "high" : "normal",
  };
}

const COLOURS: Readonly<Record<Level, string>> = { info: "#3b6ea5", warning: "#b26a00", critical: "#b3261e" };

/** Readers of mail know little CSS: it stands in the elements. */
function pageOf(level: Level, time: string, text: string, id: string): string {
  const lines = text.split("\n").map((line) => ({ html: escapeHtml(line) }));
  const broken = lines.flatMap((line, i) => (i === 0 ? [line] : [{ html: "<br>" }, line]));
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
      </head>
      <body style="font: 15px/1.5 sans-serif; margin: 16px">
        <p style="margin: 0 0 4px"><strong style="color: ${COLOURS[level]}">${level
          .toUpperCase()}</strong> ${time}</p>
        <p style="margin: 0 0 12px; padding-left: 10px; border-left: 3px solid ${COLOURS[
          level
        ]}">${broken}</p>
        <p style="margin: 0; font-size: 12px; color: #777">${id}</p>
      </body>
    </html>
  `.html.trim();
}
