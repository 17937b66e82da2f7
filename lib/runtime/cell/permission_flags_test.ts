import assert from "node:assert/strict";
import type { Permissions } from "../tree/tree_spec.ts";
import { permissionFlags, unlisted, wholeGrant, workerPermissions } from "./permission_flags.ts";

Deno.test("permissionFlags() lists each permission in one flag and adds nothing", () => {
  const cases: readonly [Permissions, readonly string[]][] = [
    [{ read: ["lib"] }, ["--allow-read=lib"]],
    [{ write: ["b", "a"], read: ["x y"] }, ["--allow-read=x y", "--allow-write=b,a"]],
    [{ net: ["127.0.0.1:80", "[::1]:80"], env: [] }, ["--allow-net=127.0.0.1:80,[::1]:80"]],
    [
      { env: ["KEY"], sys: ["hostname"], run: ["/bin/true"], ffi: ["a.so"] },
      ["--allow-env=KEY", "--allow-sys=hostname", "--allow-run=/bin/true", "--allow-ffi=a.so"],
    ],
  ];
  for (const [permissions, flags] of cases) assert.deepEqual(permissionFlags(permissions), flags);
});

Deno.test("permissionFlags() refuses what would grant everything", () => {
  for (const permissions of [{}, { read: [] }, { read: [], net: [], run: [] }]) {
    assert.throws(() => permissionFlags(permissions), {
      name: "TypeError",
      message:
        "Cannot make permission flags as at least one permission must be listed: current value is none; " +
        "Deno grants a child process without a permission flag everything",
    });
  }
});

Deno.test("permissionFlags() refuses entries that grant a whole permission or do not fit a flag", () => {
  const cases: readonly [Permissions, RegExp][] = [
    [
      { read: ["lib", ""] },
      /--allow-read as an entry must be text without blanks around it: current value is ""/,
    ],
    [{ net: [" host"] }, /--allow-net as an entry must be text without blanks/],
    [{ write: ["a,b"] }, /--allow-write as an entry must not contain a comma: current value is "a,b"/],
    [{ env: ["*"] }, /--allow-env as an entry must name one variable, not a pattern/],
    [{ env: ["AWS_*"] }, /not a pattern: current value is "AWS_\*"/],
    [{ read: ["/"] }, /--allow-read as an entry must not grant the whole permission: current value is "\/"/],
    [{ net: ["*"] }, /must not grant the whole permission/],
  ];
  for (const [permissions, message] of cases) {
    assert.throws(() => permissionFlags(permissions), { name: "TypeError", message });
  }
});

Deno.test("wholeGrant() names the permissions that no list granted", () => {
  const none = {
    ...{ read: "prompt", write: "prompt", net: "denied", env: "prompt" },
    ...{ sys: "prompt", run: "prompt", ffi: "prompt" },
  };
  assert.equal(wholeGrant(none), null);
  assert.match(wholeGrant({ ...none, ffi: "granted" })!, /without a permission flag.* has all of ffi;/);
  assert.match(wholeGrant({ ...none, read: "granted", run: "granted" })!, /has all of read, run;/);
  assert.match(wholeGrant({ ...none, read: "granted", run: "granted" }, ["net", "run"])!, /has all of run;/);
  assert.equal(wholeGrant({ ...none, read: "granted" }, unlisted({ read: ["lib"] })), null);
});

Deno.test("workerPermissions() refuses what is not listed", () => {
  const none = {
    ...{ read: false, write: false, net: false, env: false },
    ...{ sys: false, run: false, ffi: false, import: false },
  };
  assert.equal(workerPermissions({}), "none");
  assert.equal(workerPermissions({ read: [], ffi: [] }), "none");
  assert.deepEqual(workerPermissions({ net: ["a:1"] }), { ...none, net: ["a:1"] });
  assert.deepEqual(workerPermissions({ read: ["x,y"], write: [], env: ["K"] }), {
    ...none,
    ...{ read: ["x,y"], env: ["K"] },
  });
});
