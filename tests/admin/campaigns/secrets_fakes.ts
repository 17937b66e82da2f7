import { withSmtp } from "../../../lib/notify/smtp_fixture.ts";
import { type Answer, type Seen, withServer } from "../../../lib/notify/webhook_fixture.ts";
import { plantedEnvironment, type Searcher, SMTP_USER } from "./secrets_planted.ts";

/** Where notifications of a run go. */
export interface Fakes {
  readonly environment: Readonly<Record<string, string>>;
  /** The layer of configuration that leads there. */
  readonly yaml: string;
  /** Looks through what has come: a secret may be where it belongs, and nowhere else. Gives how much has come. */
  search(searcher: Searcher): { hooks: number; telegrams: number; mails: number };
}

const text = (status: number, body: string, headers: Record<string, string> = {}): Answer => () =>
  new Response(status === 204 ? null : body, { status, headers });

/** Servers on loopback that fail now and then, and then say aloud what they were told in confidence. */
export async function withFakes(use: (fakes: Fakes) => Promise<void>): Promise<void> {
  const secrets = plantedEnvironment(0);
  const aloud = Object.values(secrets).join(" ");
  const hookAnswers = [
    text(500, aloud),
    text(204, ""),
    text(302, "", { location: `http://127.0.0.1:9/?${encodeURIComponent(aloud)}` }),
    text(429, aloud, { "retry-after": "0" }),
    text(400, aloud),
    text(204, ""),
  ];
  const telegram = (status: number) =>
    text(status, JSON.stringify({ ok: status === 200, error_code: status, description: aloud, result: {} }));
  const telegramAnswers = [502, 200, 401, 200].map(telegram);
  const said = `535 5.7.8 ${secrets.NOTIFY_SMTP_PASSWORD} is not the password of ${SMTP_USER}`;
  const faults = [{ at: "AUTH", does: said }, null, { at: "connect", does: "drop" }, null] as const;
  await withServer(
    hookAnswers,
    (hookPort, hooks) =>
      withServer(
        telegramAnswers,
        (telegramPort, telegrams) =>
          withSmtp({ faults }, async (smtpPort, mail) => {
            await use({
              environment: plantedEnvironment(hookPort),
              yaml: yamlOf(telegramPort, smtpPort),
              search(searcher) {
                for (const seen of hooks) {
                  lookIn(searcher, "the webhook", seen, "NOTIFY_WEBHOOK_URL");
                }
                for (const seen of telegrams) lookIn(searcher, "Telegram", seen, "TG_BOT_TOKEN");
                for (const { auth, ...rest } of mail.mails) {
                  searcher.look("AUTH of SMTP", auth, ["NOTIFY_SMTP_PASSWORD"]);
                  searcher.look("an e-mail", JSON.stringify(rest));
                  searcher.look("an e-mail", rest.data.replaceAll("=\n", "").replaceAll("=3D", "="));
                }
                return { hooks: hooks.length, telegrams: telegrams.length, mails: mail.mails.length };
              },
            });
          }),
      ),
  );
}

/** A request of a notifier: its path and Authorization may hold its own secret; a chat's number is in the message. */
function lookIn(searcher: Searcher, name: string, { path, headers, body }: Seen, own: string): void {
  const { authorization = "", ...rest } = Object.fromEntries(headers);
  searcher.look(`path or Authorization of ${name}`, `${path}\n${authorization}`, [own]);
  searcher.look(`headers of ${name}`, JSON.stringify(rest));
  searcher.look(`body of ${name}`, body, own === "TG_BOT_TOKEN" ? ["TG_CHAT_ID"] : []);
}

function yamlOf(telegramPort: number, smtpPort: number): string {
  const often = "min_level: info, deadline_ms: 2000, tries: 2, again_ms: 50";
  return `
feed: { bars_per_second: 20, simulated: { symbols: 2, seed: 5 } }
system: { min_bars: 60 }
log: { format: json, level: debug }
admin: { port: 0 }
notify:
  retry_first_seconds: 1
  retry_max_seconds: 1
  console: { min_level: info, format: json }
  webhook: { enabled: true, allow_loopback: true, ${often} }
  telegram: { enabled: true, base_url: "http://127.0.0.1:${telegramPort}", ${often} }
  email: { enabled: true, host: 127.0.0.1, port: ${smtpPort}, security: none, user: ${SMTP_USER}, from: bot@example.com,
    to: [you@example.com], allow_loopback: true, ${often} }
`;
}
