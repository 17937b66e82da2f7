import assert from "node:assert/strict";
import { TOKEN } from "./app_fixture.ts";
import { askEverything } from "./security_table_fixture.ts";

const answers = await askEverything();
const named = answers.map((answer) => {
  const { route, test, response: { status } } = answer;
  return { ...answer, status, name: `${route.method} ${route.path}, ${test.name}: ${status}` };
});

Deno.test("every route answers every hostile request with the right status", () => {
  const wrong = named.filter(({ route, test, status }) => !test.expected(route).includes(status));
  assert.deepEqual(wrong.map(({ name }) => name), []);
  assert.ok(answers.length > 850, `only ${answers.length} answers`);
});

Deno.test("every answer carries the headers of security", () => {
  for (const { response: { headers }, name } of named) {
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'.*script-src 'self' 'nonce-.*frame-ancestors 'none'/, name);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/, name);
    assert.equal(headers.get("x-content-type-options"), "nosniff", name);
    assert.equal(headers.get("x-frame-options"), "DENY", name);
    assert.equal(headers.get("referrer-policy"), "no-referrer", name);
    assert.match(headers.get("permissions-policy") ?? "", /camera=\(\)/, name);
    assert.match(headers.get("cache-control") ?? "", /no-store/, name);
    assert.equal(headers.get("access-control-allow-origin"), null, name);
  }
});

Deno.test("every refusal has the one form of errors, and tells neither causes nor secrets", () => {
  for (const { response, text, status, name, route } of named) {
    assert.ok(!text.includes(TOKEN), name);
    assert.doesNotMatch(text, /file:\/\/|\.ts:\d|evil\.example|\bat \w+ \(/, name);
    if (status < 400 || route.path === "/api/openapi.json" && status === 200) continue;
    const { error } = JSON.parse(text);
    assert.deepEqual(Object.keys(error), ["code", "message", "path", "hint"], name);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/, name);
  }
});

Deno.test("no answer sets a header a request has asked for", () => {
  for (const { response, route, name } of named) {
    const cookie = response.headers.get("set-cookie");
    if (cookie !== null) assert.match(cookie, /^bulkhead=; Max-Age=0;|^bulkhead=[\w.-]+;/, name);
    if (cookie !== null) assert.ok(["/login", "/logout"].includes(route.path), name);
    if (response.status === 405) {
      assert.match(response.headers.get("allow") ?? "", /^(?:GET, HEAD|POST)$/, name);
    }
    if (response.status === 401) {
      assert.ok(response.headers.has("www-authenticate"), name);
    }
  }
});
