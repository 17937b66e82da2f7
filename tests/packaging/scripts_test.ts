/**
 * start.sh and stop.sh from outside, with a program that only pretends.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakeProgram, installed, onPath, SCRIPTS } from "./scripts_fixture.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

async function isAlive(pid: number): Promise<boolean> {
  const { success } = await new Deno.Command("sh", {
    args: ["-c", '. "$1" && [ -n "$(began "$2")" ]', "sh", `${ROOT}deploy/scripts.sh`, String(pid)],
  }).output();
  return success;
}

Deno.test("start.sh starts in the background and stop.sh ends it in order", async () => {
  using place = installed();
  const started = await place.run("start.sh", { args: ["--seed", "2 3"] });
  strictEqual(started.code, 0, started.text);
  match(started.text, /^SANDBOX: mode paper, venue simulated, account main-1; no real money/m);
  const pid = place.pid();
  ok(await isAlive(pid));
  match(place.folder.text("seen.txt"), /^start --seed 2 3$/m);
  const logs = place.names("logs");
  strictEqual(logs.length, 1);
  match(logs[0], /^\d{4}-\d\d-\d\dT\d{6}Z\.log$/);
  const second = await place.run("start.sh");
  strictEqual(second.code, 2);
  match(second.text, new RegExp(`runs already as process ${pid}`));
  strictEqual(place.pid(), pid);
  const stopped = await place.run("stop.sh");
  strictEqual(stopped.code, 0, stopped.text);
  match(stopped.text, /Ended in order/);
  ok(!await isAlive(pid));
  strictEqual(place.folder.text(`logs/${logs[0]}`), '{"event":"started"}\nstopped in order\n');
  match((await place.run("stop.sh")).text, /does not run/);
});

Deno.test("stop.sh does not force anything unless it is told to, and says so", async () => {
  using place = installed();
  strictEqual((await place.run("start.sh", { env: { STUBBORN: "1" } })).code, 0);
  const pid = place.pid();
  const asked = await place.run("stop.sh", { env: { STOP_SECONDS: "1" } });
  strictEqual(asked.code, 1);
  match(asked.text, /still runs after 1 s.*--kill/);
  ok(await isAlive(pid));
  const forced = await place.run("stop.sh", { args: ["--kill"], env: { STOP_SECONDS: "1" } });
  strictEqual(forced.code, 0, forced.text);
  match(forced.text, /by force \(kill -9\)/);
  ok(!await isAlive(pid));
});

Deno.test("start.sh tells why a program ended at once, with its exit code", async () => {
  using place = installed();
  const { code, text } = await place.run("start.sh", { env: { BROKEN: "75" } });
  strictEqual(code, 75);
  match(text, /Configuration refused[^]*exit code 75/);
  deepStrictEqual(place.names("run"), []);
});

Deno.test("start.sh and stop.sh leave a process alone that only has the number of the one they noted", async () => {
  using place = installed();
  await using sleeper = new Deno.Command("sleep", { args: ["30"] }).spawn();
  place.folder.put("run/bulkhead.pid", `${sleeper.pid}\n12345\n`);
  match((await place.run("stop.sh")).text, /does not run/);
  ok(await isAlive(sleeper.pid));
  place.folder.put("run/bulkhead.pid", `${sleeper.pid}\n12345\n`);
  strictEqual((await place.run("start.sh")).code, 0);
});

Deno.test("start.sh asks to type LIVE in live mode, and wants the keys of its venue", async () => {
  const live = fakeProgram("live", '  venue.id   "kucoin"   # x\\n');
  const keys = { KUCOIN_API_KEY: "k", KUCOIN_API_SECRET: "s", KUCOIN_API_PASSPHRASE_FILE: "/run/secrets/p" };
  const cases = [
    {
      name: "no keys",
      env: {},
      typed: "LIVE\n",
      code: 2,
      text: /needs KUCOIN_API_KEY KUCOIN_API_SECRET KUCOIN_API_PASS/,
    },
    { name: "no answer", env: keys, typed: "", code: 2, text: /Refused: nothing was started/ },
    { name: "yes", env: keys, typed: "yes\n", code: 2, text: /Refused: nothing was started/ },
    { name: "LIVE", env: keys, typed: "LIVE\n", code: 0, text: /LIVE: venue kucoin, account main-1/ },
  ];
  for (const { name, env, typed, code, text } of cases) {
    using place = installed(live);
    const said = await place.run("start.sh", { env, typed });
    strictEqual(said.code, code, `${name}: ${said.text}`);
    match(said.text, text, name);
    strictEqual(place.folder.names().includes("seen.txt"), code === 0, name);
  }
});

Deno.test("start.sh wants a token where the page can be reached from other machines", async () => {
  const admin = (host: string, enabled = true) =>
    fakeProgram(
      "paper",
      `  admin.enabled ${enabled} # x\\n  admin.host "${host}" # x\\n  admin.token_env "PAGE_TOKEN" # x\\n`,
    );
  const token = { PAGE_TOKEN: "t" };
  const cases = [
    { name: "open to all, no token", program: admin("0.0.0.0"), env: {}, code: 2 },
    { name: "open to all, with it", program: admin("0.0.0.0"), env: token, code: 0 },
    { name: "this machine alone", program: admin("127.0.0.1"), env: {}, code: 0 },
    { name: "this machine alone, IPv6", program: admin("::1"), env: {}, code: 0 },
    { name: "IPv6, open to all", program: admin("::"), env: {}, code: 2 },
    { name: "no page", program: admin("0.0.0.0", false), env: {}, code: 0 },
  ];
  for (const { name, program, env, code } of cases) {
    using place = installed(program);
    const said = await place.run("start.sh", { env });
    strictEqual(said.code, code, `${name}: ${said.text}`);
    if (code === 2) match(said.text, /mode paper needs PAGE_TOKEN/, name);
  }
});

Deno.test({
  name: "shellcheck finds nothing in the scripts (skipped without it)",
  ignore: !onPath("shellcheck"),
  fn: async () => {
    const { code, stdout } = await new Deno.Command("shellcheck", {
      args: ["-x", ...SCRIPTS, "tools/dist_stub.sh"],
      cwd: ROOT,
    }).output();
    strictEqual(code, 0, new TextDecoder().decode(stdout));
  },
});
