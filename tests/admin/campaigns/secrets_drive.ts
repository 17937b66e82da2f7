import type { Route } from "../../../lib/admin/api/route.ts";
import { validBody } from "../../../lib/admin/security_cases_fixture.ts";
import type { DecisionLineView, SystemView, TreeView } from "../../../lib/admin/views.ts";
import type { Planted, Searcher } from "./secrets_planted.ts";

/** The server under test. */
export interface Driven {
  readonly origin: string;
  readonly token: string;
  readonly searcher: Searcher;
  /** Counted by status. Changed in place. */
  readonly statuses: Record<number, number>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { "content-type": "application/json" };

/** Asks, looks through headers and body of the answer, and gives the body. */
export async function ask(
  { origin, searcher, statuses }: Driven,
  { method, path, body, headers }: Asked,
): Promise<string> {
  const response = await fetch(origin + path, {
    ...{ method, headers: { ...JSON_TYPE, ...headers }, redirect: "manual" },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  statuses[response.status] = (statuses[response.status] ?? 0) + 1;
  searcher.look(`headers of ${method} ${path.split("?")[0]}`, JSON.stringify([...response.headers]));
  searcher.look(`body of ${method} ${path.split("?")[0]}`, text);
  return text;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** Of good requests, so that what they bring about has time to be told of. */
const PAUSE_MS = 20;

/** Asks for everything there is, as one should and in many ways as one should not, with secrets where they do not belong. */
export async function driveEverything(driven: Driven, planted: readonly Planted[]): Promise<void> {
  const { token } = driven;
  const get = async <T>(path: string) =>
    JSON.parse(await ask(driven, { method: "GET", path, headers: bearer(token) })) as T;
  const { paths } = await get<{ paths: Record<string, Record<string, unknown>> }>("/api/openapi.json");
  const fill = await filler(get);
  for (const [template, operations] of Object.entries(paths)) {
    if (template === "/api/stream") continue;
    for (const method of Object.keys(operations).map((name) => name.toUpperCase())) {
      const path = fill(template);
      await driveWrongly(driven, { method, path }, planted);
      const body = method === "POST" ? JSON.stringify(validBody({ path: template } as Route)) : undefined;
      await ask(driven, { method, path, headers: bearer(token), ...(body === undefined ? {} : { body }) });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  await drivePages(driven);
  await driveStream(driven);
}

/** Puts things that exist in place of a path's parameters. */
async function filler(get: <T>(path: string) => Promise<T>): Promise<(path: string) => string> {
  const [line] = await get<DecisionLineView[]>("/api/decisions?limit=1");
  const [system] = await get<SystemView[]>("/api/systems");
  const { cells } = await get<TreeView>("/api/actors");
  const actors = cells.flatMap(({ workers }) => workers).flatMap((worker) => worker.actors);
  const notifier = actors.find(({ address }) => address.startsWith("notifier")) ?? actors[0]!;
  return (path) =>
    path
      .replace("{symbol}", encodeURIComponent(line!.symbol)).replace("{barClose}", line!.at)
      .replace("{id}", system!.id).replace("{name}", encodeURIComponent(notifier.address))
      .replace("{version}", "1-00000002");
}

async function driveWrongly(
  driven: Driven,
  { method, path }: { readonly method: string; readonly path: string },
  planted: readonly Planted[],
): Promise<void> {
  const { token } = driven, isPost = method === "POST";
  const body = isPost ? { body: "{}" } : {};
  const mistakes: Asked[] = [
    { method, path, ...body },
    {
      method,
      path: `${path}?token=${encodeURIComponent(token)}&${token}=1`,
      headers: bearer(token),
      ...body,
    },
    { method, path: `${path}/${encodeURIComponent(token)}`, headers: bearer(token), ...body },
    { method, path: path.replace(/[^/]+$/, encodeURIComponent(token)), headers: bearer(token), ...body },
    { method, path, headers: { cookie: `bulkhead=${token}` }, ...body },
    { method: "DELETE", path, headers: bearer(token) },
    { method, path, headers: { ...bearer(token), host: "evil.example", "last-event-id": token }, ...body },
    ...(isPost
      ? [
        `{"token": "${token}", `,
        `{"${token}": 1}`,
        `["${token}"]`,
        JSON.stringify({ reason: token.repeat(3_000) }),
      ].map(
        (body) => ({ method, path, body, headers: bearer(token) }),
      )
      : []),
  ];
  // another secret, as if they had been mixed up
  const other = planted[Object.values(driven.statuses).reduce((a, b) => a + b, 0) % planted.length]!.secret;
  mistakes.push({ method, path, headers: bearer(other.replaceAll(" ", "")), ...body });
  for (const asked of mistakes) await ask(driven, asked);
}

/** The pages with all they need, and the ways in. */
async function drivePages(driven: Driven): Promise<void> {
  const { token } = driven;
  const logIn = (body: unknown) =>
    ask(driven, { method: "POST", path: "/login", body: JSON.stringify(body) });
  await logIn({ code: token });
  await logIn({ token: `${token}x` });
  await logIn({ token });
  for (const path of ["/", "/login", "/dashboard", "/metrics", "/health/live", "/health/ready", "/none"]) {
    const page = await ask(driven, { method: "GET", path, headers: bearer(token) });
    const assets = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, asset]) => asset!);
    for (const asset of new Set(assets)) {
      await ask(driven, { method: "GET", path: asset, headers: bearer(token) });
    }
  }
}

const STREAM_MS = 1_500;

/** What the stream tells from the first event on. */
async function driveStream({ origin, token, searcher }: Driven): Promise<void> {
  const aborter = new AbortController();
  const response = await fetch(`${origin}/api/stream?after=0`, {
    headers: bearer(token),
    signal: aborter.signal,
  });
  const timer = setTimeout(() => aborter.abort(), STREAM_MS);
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const bytes of response.body!) text += decoder.decode(bytes, { stream: true });
  } catch {
    // ended by ourselves
  }
  clearTimeout(timer);
  searcher.look("the stream", text);
}
