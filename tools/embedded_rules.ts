/**
 * What no scan of the code can tell about the files the program needs, as data: names that are put together at run time, and
 * files for people beside the program. To open a file by a computed name, add a line here.
 *
 * @module
 */

/** Where the program begins. */
export const ENTRY = "main.ts";

/**
 * Who opens or starts files by a name that is not one literal -> which ones, from the project root. `*` stands for any part
 * of a name, within one folder.
 */
export const COMPUTED_FILES: Readonly<Record<string, readonly string[]>> = {
  "cli/load_config.ts": ["config/*.yaml", "config/systems/*.yaml"],
  "lib/store/migrations.ts": ["migrations/*.sql", "migrations/postgres/*.sql"],
  "lib/store/postgres/blocking_driver.ts": ["lib/store/postgres/driver_thread.ts"],
};

/** Shipped beside the program; it opens none of them. */
export const COMPANION_FILES: readonly string[] = [
  ".env.example",
  "LICENSE",
  "deploy/health.ts",
  "schemas/*.json",
];
