import assert from "node:assert/strict";
import { createTestAdmin } from "../app_fixture.ts";
import type { OpenApi } from "./document.ts";

const { admin, ask } = createTestAdmin();
const document: OpenApi = await (await ask("GET", "/api/openapi.json")).json();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
);

Deno.test("every route of the server is described, and everything described is a route", () => {
  const served = admin.hono.routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  assert.deepEqual([...new Set(served)].sort(), described.sort());
  assert.ok(described.length > 38, `${described.length} operations`);
});

Deno.test("all that is referred to is there, all that has a name is used, and ids are unique", () => {
  const text = JSON.stringify(document);
  const names = Object.keys(document.components.schemas);
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  assert.deepEqual([...referred].sort(), names.sort());
  assert.doesNotMatch(text, /\$defs|__shared|undefined/);
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("parameters of a path are those in its braces, all required", () => {
  for (const { path, operation: { parameters = [] } } of operations) {
    const inPath = parameters.filter((one) => one.in === "path");
    assert.deepEqual(inPath.map(({ name }) => `{${name}}`), path.match(/\{\w+\}/g) ?? [], path);
    assert.ok(inPath.every(({ required }) => required), path);
  }
});

Deno.test("only the probes and the login need no token", () => {
  const open = operations.filter(({ operation }) => operation.security.length === 0).map(({ path }) => path);
  assert.deepEqual(open.sort(), ["/health/live", "/health/ready", "/login"]);
});

Deno.test("what is described is what is checked", () => {
  const trades = document.paths["/api/trades"].get.parameters!.find(({ name }) => name === "limit")!;
  assert.deepEqual(trades.schema, { default: 200, type: "integer", minimum: 1, maximum: 1000 });
  const flatten = document.components.schemas.Flatten as {
    required: string[];
    properties: { confirm: unknown };
  };
  assert.deepEqual(flatten.required, ["reason", "confirm"]);
  assert.deepEqual(flatten.properties.confirm, { type: "string", const: "FLATTEN" });
  const position = document.components.schemas.Position as {
    properties: Record<string, { description?: string }>;
  };
  assert.equal(position.properties.roiOnMarginPct.description, "Profit in percent of the margin put up");
});

Deno.test("the reference has every operation, no script, and styles under the nonce of its own answer", async () => {
  const response = await ask("GET", "/api/reference");
  const html = await response.text();
  const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(response.headers.get("content-security-policy")!)![1];
  assert.match(html, /^<!doctype html><html lang="en">/);
  assert.ok(html.includes(`<style nonce="${nonce}">:root`), html.slice(0, 500));
  assert.doesNotMatch(html, /<script|javascript:|style="|https?:\/\//);
  for (const { path, operation } of operations) {
    assert.ok(html.includes(`id="${operation.operationId}"`), path);
  }
});
