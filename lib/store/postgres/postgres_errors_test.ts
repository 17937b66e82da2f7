import assert from "node:assert/strict";
import { guarded, StoreRefused, StoreUnavailable } from "../errors.ts";
import type { Dialect } from "../sql.ts";
import { DriverFailure } from "./driver_failure.ts";
import { explainPostgres } from "./postgres_errors.ts";
import { toFailure } from "./server_failure.ts";

const dialect = { place: "p", explain: explainPostgres } as Dialect;

function thrownFor(raw: object): Error {
  try {
    guarded(dialect, "eat", () => {
      throw new DriverFailure(toFailure(raw));
    });
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

Deno.test("explainPostgres() sorts what server, network and driver say by what to do", () => {
  const cases: readonly (readonly [code: string, type: new (message: string) => Error, words: string])[] = [
    ["ECONNREFUSED", StoreUnavailable, "server must be there"],
    ["CONNECTION_CLOSED", StoreUnavailable, "it is tried again"],
    ["08006", StoreUnavailable, "server must be there"],
    ["57P01", StoreUnavailable, "wait for its restart"],
    ["57P03", StoreUnavailable, "server must be up"],
    ["53100", StoreUnavailable, "free some space on the server"],
    ["53300", StoreUnavailable, "max_connections"],
    ["55P03", StoreUnavailable, "stop the other process"],
    ["57014", StoreUnavailable, "check the load"],
    ["25006", StoreUnavailable, "must be the primary"],
    ["TIMEOUT", StoreUnavailable, "must answer in time"],
    ["28P01", StoreRefused, "correct DATABASE_URL"],
    ["3D000", StoreRefused, "create it, or correct DATABASE_URL"],
    ["42501", StoreRefused, "grant the user"],
    ["42601", Error, "Cannot eat store p: said"],
  ];
  for (const [code, type, words] of cases) {
    const error = thrownFor({ code, message: "said" });
    assert.equal(error.constructor, type, code);
    assert.ok(error.message.startsWith("Cannot eat store p"), error.message);
    assert.ok(error.message.includes(words) && error.message.includes("said"), error.message);
  }
});

Deno.test("explainPostgres() takes an unknown error that ended the connection for one that may heal", () => {
  assert.ok(thrownFor({ code: "XX000", severity: "FATAL", message: "said" }) instanceof StoreUnavailable);
  assert.ok(!(thrownFor({ code: "XX000", severity: "ERROR", message: "said" }) instanceof StoreUnavailable));
});

Deno.test("explainPostgres() names a broken constraint in SQLite's words", () => {
  const cases: readonly (readonly [raw: object, words: string])[] = [
    [
      {
        code: "23505",
        table_name: "messages",
        detail: "Key (sender, seq)=(a), b, 1) already exists.",
        message: "dup",
      },
      "(UNIQUE constraint failed: messages.sender, messages.seq)",
    ],
    [
      { code: "23502", table_name: "t", column_name: "c", message: "null" },
      "(NOT NULL constraint failed: t.c)",
    ],
    [{ code: "23503", message: "no key" }, "(FOREIGN KEY constraint failed)"],
    [{ code: "23514", message: "check x" }, "(check x)"],
  ];
  for (const [raw, words] of cases) {
    const error = thrownFor(raw);
    assert.equal(error.constructor, Error);
    assert.ok(
      error.message.includes(`every row must be new and whole ${words}: somebody else`),
      error.message,
    );
  }
});
