import assert from "node:assert/strict";
import { StoreRefused } from "../errors.ts";
import { Address, isPostgresUrl } from "./address.ts";

Deno.test("Address.parse() reads a DATABASE_URL, and place() leaves the password out", () => {
  const cases: readonly (readonly [url: string, expected: Partial<Address>, place: string])[] = [
    [
      "postgres://me:s%40cret@db.example:6543/bulk",
      {
        host: "db.example",
        port: 6543,
        user: "me",
        password: "s@cret",
        database: "bulk",
        schema: "public",
        ssl: false,
      },
      "postgres://me@db.example:6543/bulk",
    ],
    [
      "postgresql://me@[::1]/bulk?schema=paper_1&sslmode=verify-full",
      { host: "::1", port: 5432, password: "", schema: "paper_1", ssl: "verify-full" },
      "postgres://me@::1:5432/bulk?schema=paper_1",
    ],
    ["postgres://me@h/b?sslmode=disable", { ssl: false }, "postgres://me@h:5432/b"],
  ];
  for (const [url, expected, place] of cases) {
    const address = Address.parse(url);
    assert.deepEqual({ ...address, ...expected }, address);
    assert.equal(Address.place(address), place);
  }
});

Deno.test("Address.parse() refuses what is unclear, and tells no password", () => {
  const cases: readonly (readonly [url: string, message: RegExp])[] = [
    ["mysql://me:geheim@h/b", /must have the form postgres:\/\/user/],
    ["postgres://me:geheim@h", /must have the form/],
    ["postgres://h/b", /must have the form/],
    ["postgres://me:geheim@h:99999/b", /must have the form/],
    ["postgres://me:geheim@h/b?shema=x", /options must be sslmode and schema: current value is shema$/],
    ["postgres://me:geheim@h/b?sslmode=prefer", /sslmode must be .*: current value is prefer$/],
    ['postgres://me:geheim@h/b?schema=x"y', /schema must be lower case letters, digits and _/],
  ];
  for (const [url, message] of cases) {
    assert.throws(() => Address.parse(url), (error: unknown) => {
      assert.ok(error instanceof StoreRefused);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("geheim"));
      return true;
    });
  }
});

Deno.test("isPostgresUrl() tells a server from a file", () => {
  for (const url of ["postgres://a@b/c", "postgresql://a@b/c", "Postgres://a@b/c"]) {
    assert.ok(isPostgresUrl(url));
  }
  for (const path of ["run/x.sqlite", ":memory:", "postgres.sqlite", "/postgres:/x"]) {
    assert.ok(!isPostgresUrl(path));
  }
});
