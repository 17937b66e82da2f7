/**
 * The demo as a person starts it, in a folder of its own: an endless market, cells, and the admin server on a free port.
 *
 * @module
 */
import type { TreeView } from "../../lib/admin/views.ts";
import { denoNeeds, type Scratch, scratch } from "../fixtures/cli.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const READY_MS = 60_000;

/** A token of the tests. */
export const TOKEN = "test-token-0123456789abcdef";

/** Two symbols after a short history, at the highest pace. */
export const SMALL_YAML = `
feed: { bars_per_second: 40, simulated: { symbols: 2, seed: 5 } }
system: { min_bars: 60 }
notify: { console: { min_level: critical } }
admin: { port: 0 }
`;

export interface Demo extends AsyncDisposable {
  readonly folder: Scratch;
  /** http://127.0.0.1:port */
  readonly origin: string;
  /** The page that logs in once. */
  readonly loginUrl: string;
  readonly pid: number;
  /** Its own, and those of its cells. */
  processes(): Promise<number[]>;
  /** A page as it is served. */
  page(path: string): Promise<string>;
  /** All it printed so far. */
  printed(): string;
  /** Asks the API with the token. */
  api<T>(path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** Asks again and again until it is so. Throws after 30 s. */
  until<T>(path: string, isSo: (body: T) => boolean): Promise<T>;
  /** Tells it something again and again until that is accepted. Throws after a while. */
  accepted(path: string, body: unknown): Promise<void>;
  /** Ends it as a service manager does; its exit code. */
  stop(): Promise<number>;
}

/**
 * Starts the demo with a layer of configuration over it; none where it is empty. In a folder of its own, or in one that was
 * given, and is kept.
 */
export async function startDemo(
  yaml = SMALL_YAML,
  more: readonly string[] = [],
  kept: Scratch | null = null,
): Promise<Demo> {
  const folder = kept ?? scratch();
  folder.put("demo.yaml", yaml);
  const layer = yaml === "" ? [] : ["--config", "demo.yaml"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "--cached-only", "-A", MAIN, "start", ...layer, ...more],
    cwd: folder.path,
    clearEnv: true,
    env: { ...denoNeeds(), NO_COLOR: "1", DASHBOARD_TOKEN: TOKEN },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let printed = "", hasEnded = false;
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    const text = new TextDecoder();
    for await (const bytes of stream) printed += text.decode(bytes, { stream: true });
  };
  const heard = [listen(child.stdout), listen(child.stderr)];
  child.status.then(() => hasEnded = true);
  const stop = async () => {
    if (!hasEnded) child.kill("SIGTERM");
    const { code } = await child.status;
    await Promise.all(heard);
    return code;
  };
  const loginUrl = await waitFor(() => /dashboard: (http\S+)/.exec(printed)?.[1], () => printed);
  const { origin } = new URL(loginUrl);
  const api = async <T>(path: string, body?: unknown) => {
    const response = await fetch(`${origin}${path}`, {
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() as T };
  };
  return {
    ...{ folder, origin, loginUrl, pid: child.pid, printed: () => printed, api, stop },
    async processes() {
      const { body: { cells } } = await api<TreeView>("/api/actors");
      return [child.pid, ...cells.flatMap(({ pid }) => pid === null ? [] : [pid])];
    },
    async page(path) {
      const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
      return await response.text();
    },
    async until<T>(path: string, isSo: (body: T) => boolean) {
      let last: unknown;
      return await waitFor(async () => {
        const { body } = await api<T>(path);
        last = body;
        return isSo(body) ? body : undefined;
      }, () => `${path}: ${JSON.stringify(last)}\n${printed}`);
    },
    async accepted(path, body) {
      let last: unknown;
      await waitFor(async () => {
        const { status, body: said } = await api(path, body);
        last = said;
        return status === 200 || undefined;
      }, () => `${path}: ${JSON.stringify(last)}`);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (kept === null) folder[Symbol.dispose]();
    },
  };
}

async function waitFor<T>(
  look: () => T | undefined | Promise<T | undefined>,
  said: () => string,
): Promise<T> {
  for (const endMs = Date.now() + READY_MS; Date.now() < endMs;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It did not come about in ${READY_MS / 1_000} s: ${said()}`);
}
