import { dirname, join } from "node:path";
import type { RunPlace } from "./run_place.ts";

const NAME_REGEXP = /^bulkhead-\d{4}-\d{2}-\d{2}\.html$/;

/** Folder of a run's daily reports: beside its store. */
export const reportsFolder = ({ harbourPath }: RunPlace): string => join(dirname(harbourPath), "reports");

/** Writes a report whole or not at all; its folder is made. */
export function writeReport(path: string, content: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path + ".new", content);
  Deno.renameSync(path + ".new", path);
}

/** Removes the reports that were written first until `kept` are left; other files stay. */
export function removeOldReports(folder: string, kept: number): void {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    NAME_REGEXP.test(name)
  );
  if (names.length <= kept) return;
  const age = (name: string) => Deno.statSync(join(folder, name)).mtime?.getTime() ?? 0;
  // a run that began anew writes of earlier days than the one before it
  const files = names.map((name) => ({ name, writtenMs: age(name) }));
  files.sort((a, b) => a.writtenMs - b.writtenMs || (a.name < b.name ? -1 : 1));
  for (const { name } of files.slice(0, files.length - kept)) Deno.removeSync(join(folder, name));
}
