import { StorePlace } from "../../trading/campaigns/equal_place.ts";
import type { Searcher } from "./secrets_planted.ts";
import { family } from "./secrets_process.ts";

const decoder = new TextDecoder("latin1");

/** Looks through every file under a folder, byte by byte. Gives how many there were. */
export function seekInFiles(folder: string, searcher: Searcher): number {
  let files = 0;
  for (const { name, isDirectory, isFile } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) files += seekInFiles(path, searcher);
    if (!isFile) continue;
    searcher.look(`file ${path}`, decoder.decode(Deno.readFileSync(path)));
    searcher.look("a file's name", path);
    files += 1;
  }
  return files;
}

/** Looks through every row of a store: in its files long values lie in pieces. Gives how many there were. */
export function seekInStore(place: StorePlace, searcher: Searcher): number {
  const sql = StorePlace.openSql(place);
  try {
    let rows = 0;
    for (const table of Object.keys(StorePlace.rowCounts(place))) {
      for (const row of sql.all<Record<string, unknown>>(`SELECT * FROM ${table}`)) {
        const values = Object.values(row).map((value) =>
          value instanceof Uint8Array ? decoder.decode(value) : String(value)
        );
        searcher.look(`a row of ${table}`, values.join("\n"));
        rows += 1;
      }
    }
    return rows;
  } finally {
    sql.close();
  }
}

/** Looks through the command lines of a process and all it has started, which anybody on the machine may read. */
export function seekInProcesses(pid: number, searcher: Searcher): number {
  const found = family(pid);
  for (const one of found) searcher.look("a command line", proc(one, "cmdline"));
  return found.length;
}

/** Which of these variables a process was handed. */
export function variablesOf(pid: number, names: readonly string[]): string[] {
  const variables = proc(pid, "environ").split("\0").map((line) => line.split("=")[0]!);
  return names.filter((name) => variables.includes(name));
}

function proc(pid: number, file: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return "";
  }
}
