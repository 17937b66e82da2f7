import { CommitUnavailable } from "../runtime/mod.ts";
import type { Dialect } from "./sql.ts";

/** The store cannot take or give rows now (disk full, I/O error, no server, locked by another process); it may be able to later. */
export class StoreUnavailable extends CommitUnavailable {
  /**
   * True: what was to be written may be stored all the same. A commit that is told again unchanged is then stored once; an
   * epoch may be raised again; a note (system event, error) may be there twice.
   */
  readonly isInDoubt: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isInDoubt?: boolean } = {}) {
    super(message, options);
    this.name = "StoreUnavailable";
    this.isInDoubt = options.isInDoubt ?? false;
  }
}

/** The place is none this program may use: foreign, corrupt, of a newer version, with other migrations, or closed to us. */
export class StoreRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreRefused";
  }
}

/** Runs `act` on a store; `action` says what it does up to the word "store" ("open", "commit to"). What the driver throws comes out as an error that says what to do. */
export function guarded<T>(dialect: Dialect, action: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw translate(dialect, action, cause);
  }
}

function translate(dialect: Dialect, action: string, cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const explained = dialect.explain(cause);
  if (explained === null) return cause;
  const failed = `Cannot ${action} store ${dialect.place}`;
  switch (explained.what) {
    case "constraint":
      return new Error(
        `${failed} as every row must be new and whole (${explained.broken}): ` +
          `somebody else writes this store, or its rows were told twice`,
        { cause },
      );
    case "in doubt":
      return new StoreUnavailable(
        `${failed} for certain (${cause.message}): it may be stored, which shows when it is told again`,
        { cause, isInDoubt: true },
      );
    case "other":
      return new Error(`${failed}: ${cause.message}`, { cause });
    default: {
      const message = `${failed} as ${explained.rule} (${cause.message}): ${explained.advice}`;
      return explained.what === "refused"
        ? new StoreRefused(message, { cause })
        : new StoreUnavailable(message, { cause });
    }
  }
}
