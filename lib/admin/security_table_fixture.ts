import type { Route } from "./api/route.ts";
import { createTestAdmin, type TestAdmin, TOKEN } from "./app_fixture.ts";
import { SECURITY_CASES, type SecurityCase } from "./security_cases_fixture.ts";

/** What one case of one route came to. */
export interface SecurityAnswer {
  readonly route: Route;
  readonly test: SecurityCase;
  readonly response: Response;
  readonly text: string;
}

/** Asks every route in every way; each has a server of its own, so that limits of one are none of another's. */
export async function askEverything(): Promise<SecurityAnswer[]> {
  const answers: SecurityAnswer[] = [];
  const count = withServer(({ admin }) => admin.routes.length);
  for (let i = 0; i < await count; i++) {
    await withServer(async (server) => {
      const route = server.admin.routes[i];
      const cookie = await logIn(server);
      for (const test of SECURITY_CASES) {
        const asked = test.ask(route, pathOf(route, server), cookie);
        if (asked === null) continue;
        const response = await server.ask(asked.method, asked.path, asked);
        answers.push({ route, test, response, text: await textOf(response) });
      }
    });
  }
  return answers;
}

async function withServer<T>(use: (server: TestAdmin) => T | Promise<T>): Promise<T> {
  const server = createTestAdmin({ config: { login_rate_per_minute: 1000 } });
  try {
    return await use(server);
  } finally {
    server.admin.close();
  }
}

/** The cookie of a new login. */
export async function logIn({ admin, ask }: TestAdmin): Promise<string> {
  const { code } = admin.newLoginCode();
  const response = await ask("POST", "/login", { body: { code }, hasToken: false });
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** A path that exists, with inputs that are valid. */
export function pathOf({ path }: Route, { ports }: TestAdmin): string {
  const [line] = ports.decisions({ limit: 1 });
  return path
    .replace("{symbol}", encodeURIComponent(line.symbol))
    .replace("{barClose}", line.at)
    .replace("{id}", ports.systems()[0].id)
    .replace("{name}", encodeURIComponent(ports.tree().cells[1].workers[0].actors[0].address))
    .replace("{version}", "1-00000002");
}

/** The body; of the stream, nothing, as it does not end. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-type")?.startsWith("text/event-stream") !== true) {
    return await response.text();
  }
  await response.body?.cancel();
  return "";
}

/** The statuses as a table: a line for each route, a column for each case. */
export function tableText(answers: readonly SecurityAnswer[]): string {
  const head = ["", ...SECURITY_CASES.map((_, i) => String(i + 1).padStart(3))].join(" ");
  const names = SECURITY_CASES.map(({ name }, i) => `${String(i + 1).padStart(3)} ${name}`);
  const routes = [...new Set(answers.map(({ route }) => route))];
  const lines = routes.map((route) => {
    const cells = SECURITY_CASES.map((test) =>
      answers.find((one) => one.route === route && one.test === test)?.response.status ?? " - "
    );
    return `${cells.join(" ")}  ${route.method.padEnd(4)} ${route.path}`;
  });
  return [...names, head.trimStart().padStart(3), ...lines, `${answers.length} answers`].join("\n") + "\n";
}

if (import.meta.main) {
  const text = tableText(await askEverything());
  if (text.includes(TOKEN)) throw new Error("The token is in the table");
  await Deno.stdout.write(new TextEncoder().encode(text));
}
