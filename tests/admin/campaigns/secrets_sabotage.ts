/**
 * Shows that "secrets" can fail: a copy of the program gives one secret away: `secrets_sabotage.ts [--only 0]`. Exit code 1
 * if one is not found.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { secrets } from "./secrets.ts";
import { playAdminSabotages, type Sabotage } from "./stream_sabotages.ts";

const SECRETS_SABOTAGES: readonly Sabotage[] = [
  {
    name: "the server says in base64 what opens it",
    patches: [{
      file: "actors/admin/serve_run.ts",
      find: 'const token = environment(server.token_env) ?? "";',
      replace:
        'const token = environment(server.token_env) ?? "";\n  console.error(btoa(`opened by ${token}`));',
    }],
    finds: /^DASHBOARD_TOKEN \(base64\) in what the demo printed/,
  },
  {
    name: "the webhook's password goes with every message",
    patches: [{
      file: "lib/notify/webhook.ts",
      find: '{ "idempotency-key": notification.id }',
      replace: '{ "idempotency-key": notification.id + new URL(options.url).password }',
    }],
    finds: /^NOTIFY_WEBHOOK_URL \(plain\) in headers of the webhook/,
  },
];

if (import.meta.main) {
  await Campaign.run(
    "secrets:sabotage",
    () => Campaign.readNumbers(Deno.args, { only: 0 }),
    (it, { only }, folder) =>
      playAdminSabotages(
        it,
        { sabotages: SECRETS_SABOTAGES, only, folder },
        (inner, program, run) => secrets(inner, run, program),
      ),
  );
}
