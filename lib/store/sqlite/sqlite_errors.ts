import type { Explained } from "../sql.ts";

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that ask for something of the operator. */
const ADVICE: Readonly<
  Record<number, readonly [what: "unavailable" | "refused", rule: string, advice: string]>
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

/** The same where the file is only to be read. */
const READING: typeof ADVICE = {
  // SQLite makes its shared memory beside a log that nobody has open
  8: [
    "unavailable",
    "a store that nobody writes must lie in a folder that its readers may write",
    "start its run, or check the owner and mode of the folder",
  ],
  14: [
    "unavailable",
    "the file must exist and be readable",
    "start a run first, or choose another BULKHEAD_STORE",
  ],
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

/** See Dialect.explain. */
export function explainSqlite(error: Error, access: "write" | "read" = "write"): Explained | null {
  if (!("code" in error) || error.code !== "ERR_SQLITE_ERROR") return null;
  const code = primaryCode(error);
  if (code === CONSTRAINT) return { what: "constraint", broken: error.message };
  const known = (access === "read" ? READING[code] : undefined) ?? ADVICE[code];
  if (known === undefined) return { what: "other" };
  const [what, rule, advice] = known;
  return { what, rule, advice };
}

function primaryCode(error: Error): number {
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode & 0xff;
  return CODES_BY_TEXT.find(([text]) => error.message.includes(text))?.[1] ?? 0;
}
