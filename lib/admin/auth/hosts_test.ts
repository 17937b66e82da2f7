import assert from "node:assert/strict";
import { createHosts, isSameOrigin } from "./hosts.ts";

const HOSTS: { host: string; loopback: boolean; open: boolean; listed: boolean }[] = [
  { host: "localhost:8000", loopback: true, open: true, listed: true },
  { host: "LOCALHOST", loopback: true, open: true, listed: true },
  { host: "127.0.0.1:8000", loopback: true, open: true, listed: true },
  { host: "[::1]:8000", loopback: true, open: true, listed: true },
  { host: "desk.example:8000", loopback: false, open: true, listed: true },
  { host: "evil.example", loopback: false, open: true, listed: false },
  { host: "10.0.0.5:8000", loopback: false, open: true, listed: true },
  { host: "localhost.evil.example", loopback: false, open: true, listed: false },
  { host: "127.0.0.1.evil.example", loopback: false, open: true, listed: false },
  { host: "127.0.0.1@evil.example", loopback: false, open: false, listed: false },
  { host: "evil.example/127.0.0.1", loopback: false, open: false, listed: false },
  { host: "localhost:8000:9", loopback: false, open: false, listed: false },
  { host: "", loopback: false, open: false, listed: false },
];

Deno.test("isOurs() takes only names that cannot have been pointed here by others", () => {
  const loopback = createHosts({ isLoopback: true, allowedHosts: [] });
  const open = createHosts({ isLoopback: false, allowedHosts: [] });
  const listed = createHosts({ isLoopback: false, allowedHosts: ["Desk.example"] });
  for (const { host, ...expected } of HOSTS) {
    const got = { loopback: loopback.isOurs(host), open: open.isOurs(host), listed: listed.isOurs(host) };
    assert.deepEqual(got, expected, host);
  }
});

const ORIGINS: [Record<string, string>, boolean][] = [
  [{}, true],
  [{ origin: "http://localhost:8000" }, true],
  [{ origin: "https://localhost:8000" }, true],
  [{ origin: "http://localhost:8001" }, false],
  [{ origin: "http://localhost:8000.evil.example" }, false],
  [{ origin: "null" }, false],
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ "sec-fetch-site": "same-origin", origin: "http://evil.example" }, false],
];

Deno.test("isSameOrigin() believes what browsers say of a request", () => {
  for (const [headers, expected] of ORIGINS) {
    assert.equal(isSameOrigin(new Headers(headers), "localhost:8000"), expected, JSON.stringify(headers));
  }
});
