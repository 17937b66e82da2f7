import { failure, type Outcome } from "./channel.ts";
import { forbidden, isForbidden, networkCause } from "./http_post.ts";

/** What nodemailer says of an error, of which only this is looked at: its texts repeat what the server said. */
interface SmtpError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
  readonly message?: unknown;
}

/** Bad sequence of commands: the session was at fault, the message may go through on a new one. */
const BAD_SEQUENCE = 503;

/** The outcome of an e-mail that was not sent, in words of ours; `late` is that of one without an answer. */
export function emailFailure(error: unknown, late: Outcome): Outcome {
  if (isForbidden(error)) return forbidden();
  const { code, originalCode, responseCode, command, message } = (error ?? {}) as SmtpError;
  if (code === "ETIMEDOUT" || code === "EABORT") return late;
  if (typeof responseCode === "number" && responseCode >= 400) {
    const mayRetry = responseCode < 500 || responseCode === BAD_SEQUENCE;
    const step = STEPS[String(command).split(" ")[0]] ?? "";
    return failure(`SMTP ${responseCode}${step === "" ? "" : `: ${step}`}`, mayRetry);
  }
  if (code === "ETLS") return failure("no secure connection", true);
  if (code === "EPROTOCOL") return failure("an answer that is not SMTP's", true);
  if (code === "EENVELOPE" || code === "EMESSAGE") {
    return failure("an address or message SMTP cannot carry", false);
  }
  if (code === "EAUTH" || code === "ENOAUTH") return failure("the server offers no login we know", false);
  return failure(networkCause(`${originalCode ?? ""} ${code ?? ""} ${message ?? ""}`), true);
}

/** Which step was refused, by the command that was under way. */
const STEPS: Readonly<Record<string, string>> = {
  CONN: "the server turned the connection away",
  EHLO: "the server turned the connection away",
  STARTTLS: "the server offers no encryption",
  AUTH: "user or password refused",
  MAIL: "the sender was refused",
  RCPT: "the recipient was refused",
  DATA: "the message was refused",
};
