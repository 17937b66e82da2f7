/**
 * The layer rule as data: which rooms there are, which may import which, and where each third-party package lives.
 * To add a room or a package, add a line here and a paragraph in docs.
 *
 * @module
 */

/** Rooms from the top down. A room may import any room after it, never one before it. */
export const ROOM_ORDER: readonly string[] = [
  "main.ts",
  "cli",
  "actors",
  "config",
  "lib/admin",
  "lib/research",
  "lib/backtest",
  "lib/venues",
  "lib/store",
  "lib/notify",
  "lib/simulator",
  "lib/trader",
  "lib/execution",
  "lib/risk",
  "lib/portfolio",
  "lib/strategies",
  "lib/scoring",
  "lib/regime",
  "lib/market",
  "lib/indicators",
  "lib/domain",
  "lib/runtime",
  "lib/log",
  "lib/core",
];

/** Folders around the product: they may import anything, and no room may import them. */
export const FREE_ROOMS: readonly string[] = ["bench", "deploy", "tests", "tools"];

/** Names that say nothing about what a folder knows, so everything ends up in them. */
export const REFUSED_NAMES: readonly string[] = [
  "common",
  "helper",
  "helpers",
  "manager",
  "managers",
  "misc",
  "service",
  "services",
  "shared",
  "util",
  "utils",
];

/** The file other rooms import; a room listed here shows these files in place of mod.ts. */
export const ROOM_ENTRIES: Readonly<Record<string, readonly string[]>> = {
  config: ["mod.ts", "schema.ts"],
  // who needs its configuration alone must not load a server
  "lib/admin": ["mod.ts", "schema.ts", "auth/token.ts"],
};

/** Files of a room that others may start as a program or worker (by URL, never by import). */
export const STARTED_ENTRIES: Readonly<Record<string, readonly string[]>> = {
  actors: ["cell.ts", "worker.ts"],
};

/** Files directly in actors/ that may import behaviours; everyone else sees an actor's messages.ts alone. */
export const ACTOR_COMPOSERS: readonly string[] = ["behaviors.ts", "tree.ts", "worker.ts"];

/** Where one third-party package or Node built-in may be imported. */
export interface PackageRule {
  /** As written in an import, without a subpath. */
  readonly name: string;
  /** Paths of the files that may import it. */
  readonly files: RegExp;
  /** The same in words, for the refusal. */
  readonly where: string;
}

/** Test code by its name: tests, contract suites that several rooms run, and what tests share. */
export const TEST_FILE_REGEXP = /_(?:test|contract|fixture)\.tsx?$/;

const TEST_FILES = { files: TEST_FILE_REGEXP, where: "*_test.ts, *_contract.ts and *_fixture.ts" };

/** Every package the product imports. The free rooms are not bound by it. */
export const PACKAGES: readonly PackageRule[] = [
  {
    name: "zod",
    files: /^config\/|(?:^|\/)(?:\w+_)?schema\.ts$|(?:^|\/)messages\.ts$/,
    where: "schema.ts, *_schema.ts and messages.ts of any room, and config/",
  },
  { name: "yaml", files: /^(?:cli|config)\//, where: "cli/ and config/" },
  {
    name: "node:module",
    files: /^lib\/admin\/pages\//,
    where: "lib/admin/pages (types are stripped from what browsers load)",
  },
  { name: "hono", files: /^lib\/admin\//, where: "lib/admin" },
  { name: "lightweight-charts", files: /^lib\/admin\//, where: "lib/admin (the page's charts)" },
  { name: "nodemailer", files: /^lib\/notify\//, where: "lib/notify" },
  { name: "ccxt", files: /^lib\/venues\/ccxt\//, where: "lib/venues/ccxt" },
  { name: "hyparquet", files: /^cli\/data_parquet\.ts$/, where: "cli/data_parquet.ts" },
  { name: "hyparquet-compressors", files: /^cli\/data_parquet\.ts$/, where: "cli/data_parquet.ts" },
  { name: "hyparquet-writer", ...TEST_FILES },
  { name: "playwright-core", ...TEST_FILES },
  { name: "fast-check", ...TEST_FILES },
  { name: "node:assert", ...TEST_FILES },
  { name: "node:sqlite", files: /^lib\/store\//, where: "lib/store" },
  { name: "postgres", files: /^lib\/store\/postgres\//, where: "lib/store/postgres" },
  {
    name: "node:net",
    files: /^lib\/store\/postgres\/|^lib\/notify\/email_socket\.ts$/,
    where: "lib/store/postgres (the connection of its driver) and lib/notify/email_socket.ts",
  },
  {
    name: "node:worker_threads",
    files: /^lib\/store\/postgres\//,
    where: "lib/store/postgres (waiting for the driver's thread)",
  },
  { name: "node:fs", files: /_(?:test|fixture)\.tsx?$/, where: "tests that read data files" },
  {
    name: "node:zlib",
    files: /^lib\/market\/|_(?:test|fixture)\.tsx?$/,
    where: "lib/market, and tests that read packed data",
  },
  { name: "node:path", files: /^cli\//, where: "cli/ (files named on the command line)" },
  { name: "node:url", files: /^cli\//, where: "cli/ (where the program lies)" },
  { name: "node:util", files: /^cli\//, where: "cli/ (reading the command line)" },
  { name: "node:crypto", files: /^lib\/core\//, where: "lib/core" },
  {
    name: "node:child_process",
    files: /^lib\/runtime\/cell\//,
    where: "lib/runtime/cell (cells are child processes)",
  },
  {
    name: "node:process",
    files: /^lib\/runtime\/cell\//,
    where: "lib/runtime/cell (the channel to the root)",
  },
];
