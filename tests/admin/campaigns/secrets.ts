// deno-lint-ignore-file no-console
/**
 * The campaign "secrets": `secrets.ts`. Plants secrets in the environment of the demo, asks everything of it rightly and
 * wrongly, lets its notifications fail, takes its store away, starts it in ways it must refuse; then looks through all
 * that came of it: what was printed, files, rows, answers, notifications, command lines. Exit code 1 where a secret lies
 * anywhere but in the one place it is for. With TEST_DATABASE_URL it plays on that server too. Needs Linux.
 *
 * @module
 */
import { Campaign } from "../../bank/flood/campaign.ts";
import { playOnFile, playOnServer, type SecretsPlace } from "./secrets_demo.ts";
import { withFakes } from "./secrets_fakes.ts";
import { createSearcher, plantedSecrets } from "./secrets_planted.ts";
import { startWrongly } from "./secrets_refused.ts";
import { seekInFiles } from "./secrets_seek.ts";

const OWN_PROGRAM = new URL("../../..", import.meta.url).pathname.replace(/\/$/, "");

/** Plays the campaign in a folder with a program, which need not be this one. */
export async function secrets(it: Campaign, folder: string, program = OWN_PROGRAM): Promise<void> {
  await withFakes(async (fakes) => {
    const searcher = createSearcher(plantedSecrets(fakes.environment));
    const at = (name: string): SecretsPlace => ({ program, folder: `${folder}/${name}`, searcher, fakes });
    await playOnFile(it, at("file"));
    const url = Deno.env.get("TEST_DATABASE_URL");
    if (url !== undefined) await playOnServer(it, at("server"), url);
    const context = { program, folder, environment: fakes.environment, searcher };
    for (const one of await startWrongly(context)) Campaign.breach(it, `not refused: ${one}`);
    const { hooks, telegrams, mails } = fakes.search(searcher);
    const files = seekInFiles(folder, searcher);
    console.log(`${hooks} posts to the webhook, ${telegrams} to Telegram, ${mails} e-mails; ${files} files`);
    if (hooks === 0 || telegrams === 0 || mails === 0) Campaign.breach(it, "a channel was told nothing");
    console.log(`${(searcher.searched() / 2 ** 20).toFixed(1)} MiB looked through`);
    for (const { name, form, where, around } of searcher.leaks) {
      Campaign.breach(it, `${name} (${form}) in ${where.replace(folder, "")}: ${around}`);
    }
  });
}

if (import.meta.main) {
  await Campaign.run(
    "secrets",
    () => Campaign.readNumbers(Deno.args, {}),
    (it, _, folder) => secrets(it, folder),
  );
}
