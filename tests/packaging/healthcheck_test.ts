/**
 * healthcheck.sh and deploy/health.ts against a small server.
 *
 * @module
 */
import { match, strictEqual } from "node:assert/strict";
import { installed } from "./scripts_fixture.ts";

const PROBE = new URL("../../deploy/health.ts", import.meta.url).pathname;

/** A server whose /health/ready answers with `status`. */
function server(status: number) {
  const paths: string[] = [];
  const listening = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    paths.push(new URL(request.url).pathname);
    return new Response("{}", { status });
  });
  const { port } = listening.addr as Deno.NetAddr;
  return { port: String(port), paths, [Symbol.asyncDispose]: () => listening.shutdown() };
}

async function probe(port: string): Promise<number> {
  const args = ["run", "--no-prompt", "--no-config", "--no-lock", "--allow-env=BULKHEAD_ADMIN__PORT"];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [...args, "--allow-net=127.0.0.1", PROBE],
    env: { BULKHEAD_ADMIN__PORT: port },
  }).output();
  return code;
}

Deno.test("healthcheck.sh and health.ts give 0 for a server that is ready, and 1 for any other", async (t) => {
  const cases = [{ name: "ready", status: 200, code: 0 }, { name: "not ready", status: 503, code: 1 }];
  for (const { name, status, code } of cases) {
    await t.step(name, async () => {
      using place = installed();
      await using at = server(status);
      place.putEnv(`BULKHEAD_ADMIN__PORT=${at.port}\n`);
      const said = await place.run("healthcheck.sh");
      strictEqual(said.code, code, said.text);
      strictEqual(await probe(at.port), code);
      strictEqual(at.paths.join(" "), "/health/ready /health/ready");
    });
  }
});

Deno.test("healthcheck.sh gives 1 where nobody listens, or nobody answers in time", async () => {
  using place = installed();
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String((silent.addr as Deno.NetAddr).port);
  for (const [number, why] of [["1", /Not ready: .*127\.0\.0\.1:1/], [port, /Not ready/]] as const) {
    const said = await place.run("healthcheck.sh", { env: { BULKHEAD_ADMIN__PORT: number } });
    strictEqual(said.code, 1);
    match(said.text, why);
  }
});
