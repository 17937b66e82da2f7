import { pooled } from "../../fixtures/cli.ts";
import { DATABASE_PASSWORD, type Searcher } from "./secrets_planted.ts";
import { startProgram } from "./secrets_process.ts";

/** A start that must be refused. */
interface Refused {
  readonly name: string;
  readonly yaml?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RefusedContext {
  readonly program: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly searcher: Searcher;
}

const PORTS = 20;
const TOO_LONG_MS = 40_000;

/** Starts the program in many ways it must refuse, and looks through what it says. Gives what was not refused. */
export async function startWrongly(
  { program, folder, environment, searcher }: RefusedContext,
): Promise<string[]> {
  const taken = takePorts();
  try {
    const outcomes = await pooled(casesOf(environment, taken.first), async (one) => {
      const own = await Deno.makeTempDir({ dir: folder, prefix: "refused_" });
      await Deno.writeTextFile(`${own}/own.yaml`, one.yaml ?? "{}");
      await Deno.writeTextFile(`${own}/note.txt`, "this is no store");
      const started = startProgram(["start", "--config", "own.yaml", ...(one.args ?? [])], {
        ...{ program, folder: own, environment: { ...environment, ...one.environment } },
      });
      const timer = setTimeout(() => started.stop(0), TOO_LONG_MS);
      const code = await started.ended;
      clearTimeout(timer);
      // it is ours, and full of them
      await Deno.remove(`${own}/own.yaml`);
      searcher.look(`what it said to ${one.name}`, started.printed());
      return code > 0 && started.printed() !== "" ? [] : [`${one.name}: code ${code}: ${started.printed()}`];
    });
    return outcomes.flat();
  } finally {
    for (const listener of taken.listeners) listener.close();
  }
}

function casesOf(
  { DASHBOARD_TOKEN: token, NOTIFY_WEBHOOK_URL: hook, ...rest }: RefusedContext["environment"],
  port: number,
): Refused[] {
  const database = (url: string) => ({ environment: { DATABASE_URL: url } });
  return [
    { name: "a token in place of its name", yaml: `admin: { token_env: "${token}" }` },
    {
      name: "an address in place of its name",
      yaml: `notify: { webhook: { enabled: true, url_env: "${hook}" } }`,
    },
    {
      name: "keys that do not exist",
      yaml: `admin: { token: "${token}" }\nvenue: { secret: "${rest.BINANCE_API_SECRET}" }`,
    },
    { name: "no YAML", yaml: `notify:\n  webhook: { url: "${hook}\n admin: token: ${token}\n` },
    { name: "a variable that is no setting", environment: { BULKHEAD_ADMIN__TOKEN: token! } },
    { name: "a variable that is no YAML", environment: { BULKHEAD_ADMIN__HOST: `{ "${token}` } },
    { name: "a variable of the wrong kind", environment: { BULKHEAD_ADMIN__PORT: token! } },
    { name: "a token with a space", environment: { DASHBOARD_TOKEN: `${token} 1` } },
    { name: "a webhook that leads here", yaml: "notify: { webhook: { enabled: true } }" },
    {
      name: "a webhook that is no address",
      yaml: "notify: { webhook: { enabled: true } }",
      environment: { NOTIFY_WEBHOOK_URL: `ftp${hook}` },
    },
    {
      name: "a bot without a number",
      yaml: "notify: { telegram: { enabled: true } }",
      environment: { TG_BOT_TOKEN: `bot${rest.TG_BOT_TOKEN}` },
    },
    { name: "ports that are taken", yaml: `admin: { port: ${port} }` },
    { name: "an address of others", yaml: "admin: { host: 192.0.2.1, port: 0 }" },
    { name: "a store that is none", args: ["--store", "note.txt"] },
    {
      name: "a database that is away",
      ...database(`postgres://bulkhead:${DATABASE_PASSWORD}@127.0.0.1:1/bulkhead`),
    },
    {
      name: "a database of another kind",
      ...database(`mysql://bulkhead:${DATABASE_PASSWORD}@127.0.0.1/bulkhead`),
    },
    {
      name: "a database that is no address",
      ...database(`postgres://bulkhead:${DATABASE_PASSWORD}@127.0.0.1:port/x`),
    },
  ];
}

/** So many ports in a row, none of them free. */
function takePorts(): { first: number; listeners: Deno.Listener[] } {
  for (let first = 21_000; first < 60_000; first += PORTS) {
    const listeners: Deno.Listener[] = [];
    try {
      for (let i = 0; i < PORTS; i++) listeners.push(Deno.listen({ hostname: "127.0.0.1", port: first + i }));
      return { first, listeners };
    } catch {
      for (const listener of listeners) listener.close();
    }
  }
  throw new Error(`There are no ${PORTS} free ports in a row`);
}
