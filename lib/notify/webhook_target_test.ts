import assert from "node:assert/strict";
import { webhookTarget } from "./webhook_target.ts";

Deno.test("webhookTarget() takes http and https, and moves user and password into a header", () => {
  assert.deepEqual(webhookTarget(" https://me:p%40ss@hooks.example.com/a/b?c=d#e ", false), {
    ok: true,
    value: {
      url: "https://hooks.example.com/a/b?c=d",
      authorization: `Basic ${btoa("me:p@ss")}`,
      host: "hooks.example.com:443",
    },
  });
  assert.deepEqual(webhookTarget("http://hooks.example.com:8080/x", false), {
    ok: true,
    value: { url: "http://hooks.example.com:8080/x", authorization: null, host: "hooks.example.com:8080" },
  });
});

const LOCAL = [
  ...[
    "http://localhost/x",
    "http://LOCALHOST./x",
    "http://a.localhost/x",
    "http://127.0.0.1/x",
    "http://127.1/x",
  ],
  ...[
    "http://0x7f000001/x",
    "http://2130706433/x",
    "http://0/x",
    "http://0.0.0.0/x",
    "http://[::1]/x",
    "http://[::]/x",
  ],
  ...["http://[::ffff:127.0.0.1]/x", "http://[::ffff:7f00:1]/x", "http://[::ffff:0.0.0.0]/x"],
  ...["http://169.254.169.254/latest/meta-data", "http://[fe80::1]/x", "http://[::ffff:169.254.169.254]/x"],
];

Deno.test("webhookTarget() refuses this machine and link-local addresses in every spelling, unless allowed", () => {
  for (const url of LOCAL) {
    const refused = webhookTarget(url, false);
    assert.ok(!refused.ok, url);
    assert.match(refused.error, /allow_loopback/);
    assert.equal(webhookTarget(url, true).ok, true, url);
  }
  const others = [
    ...["https://localhost.example.com/x", "https://128.0.0.1/x", "https://[2606:4700::1111]/x"],
    ...["https://[::ffff:8.8.8.8]/x", "https://mylocalhost/x"],
  ];
  for (const url of others) assert.equal(webhookTarget(url, false).ok, true, url);
});

Deno.test("webhookTarget() refuses all else, and never repeats the URL", () => {
  const cases = [
    ["", /no absolute URL/],
    ["hooks.example.com/s3cret", /no absolute URL/],
    ["/s3cret", /no absolute URL/],
    ["ftp://example.com/s3cret", /must begin with https/],
    ["file:///s3cret", /must begin with https/],
    ["data:text/plain,s3cret", /must begin with https/],
    ["http://127.0.0.1/s3cret", /this machine/],
  ] as const;
  for (const [url, expected] of cases) {
    const refused = webhookTarget(url, false);
    assert.ok(!refused.ok, url);
    assert.match(refused.error, expected);
    assert.ok(!refused.error.includes("s3cret"), refused.error);
  }
});
