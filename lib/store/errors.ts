/** The store cannot take or give rows now (disk full, I/O error, locked by another process); it may be able to later. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreUnavailable";
  }
}

/** The file is none this program may use: foreign, corrupt, of a newer version, or with other migrations. */
export class StoreRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreRefused";
  }
}

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that ask for something of the operator. */
const ADVICE: Readonly<
  Record<number, readonly [type: "unavailable" | "refused", rule: string, advice: string]>
> = {
  5: ["unavailable", "no other process may write it", "stop the other process"],
  6: ["unavailable", "no other process may write it", "stop the other process"],
  8: ["unavailable", "it must be writable", "check the owner and mode of file and folder"],
  10: ["unavailable", "its disk must work", "check the disk"],
  11: ["refused", "the file must be intact", "restore it from a backup, or choose another BULKHEAD_STORE"],
  13: ["unavailable", "its disk must have room", "free some space"],
  14: [
    "unavailable",
    "its folder must exist and be writable",
    "create the folder, or choose another BULKHEAD_STORE",
  ],
  26: ["refused", "the file must be a store", "choose another BULKHEAD_STORE"],
};

/** The driver leaves the code out in some calls (opening, exec); the text is SQLite's own then. */
const CODES_BY_TEXT: readonly (readonly [text: string, code: number])[] = [
  ["unable to open database", 14],
  ["database is locked", 5],
  ["database or disk is full", 13],
  ["disk I/O error", 10],
  ["attempt to write a readonly database", 8],
  ["malformed", 11],
  ["not a database", 26],
];

const CONSTRAINT = 19;

/** Runs `act` on the store at `path`; `action` says what it does up to the word "store" ("open", "commit to"). What the driver throws comes out as an error that says what to do. */
export function guarded<T>(path: string, action: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw translate(path, action, cause);
  }
}

function translate(path: string, action: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ERR_SQLITE_ERROR") return cause;
  const code = primaryCode(cause);
  if (code === CONSTRAINT) {
    return new Error(
      `Cannot ${action} store ${path} as every row must be new and whole (${cause.message}): ` +
        `somebody else writes this store, or its rows were told twice`,
      { cause },
    );
  }
  const known = ADVICE[code];
  if (known === undefined) return new Error(`Cannot ${action} store ${path}: ${cause.message}`, { cause });
  const [type, rule, advice] = known;
  const message = `Cannot ${action} store ${path} as ${rule} (${cause.message}): ${advice}`;
  return type === "refused" ? new StoreRefused(message, { cause }) : new StoreUnavailable(message, { cause });
}

function primaryCode(error: Error): number {
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode & 0xff;
  return CODES_BY_TEXT.find(([text]) => error.message.includes(text))?.[1] ?? 0;
}
