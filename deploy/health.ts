/**
 * `deno run --allow-env=BULKHEAD_ADMIN__PORT --allow-net=127.0.0.1 deploy/health.ts [URL]`: asks the admin server of this
 * machine whether it is ready; exit code 0 if it says so. For containers without a shell; healthcheck.sh uses it where there
 * is no curl.
 *
 * @module
 */

const WAIT_MS = 3_000;
const DEFAULT_PORT = "8000";

/** Why it is not ready, or "" if it is. */
async function notReady(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(WAIT_MS), redirect: "error" });
    await response.body?.cancel();
    return response.ok ? "" : `answered ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

if (import.meta.main) {
  const port = Deno.args.length > 0 ? "" : Deno.env.get("BULKHEAD_ADMIN__PORT") ?? DEFAULT_PORT;
  const url = Deno.args[0] ?? `http://127.0.0.1:${port}/health/ready`;
  const why = await notReady(url);
  if (why !== "") Deno.stderr.writeSync(new TextEncoder().encode(`Not ready: ${url}: ${why}\n`));
  Deno.exit(why === "" ? 0 : 1);
}
