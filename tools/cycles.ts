/**
 * Import cycles between files.
 *
 * @module
 */

/** For each file the files it imports, by path. Targets that are no key are leaves. */
export type ImportGraph = Readonly<Record<string, readonly string[]>>;

/**
 * One shortest cycle for every knot of files that import each other, as the path walked, its first file repeated at
 * the end: `["a.ts", "b.ts", "a.ts"]`. A file that imports itself is a knot of one. Sorted by first file.
 */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = [];
  const known = new Set<string>();
  for (const file of Object.keys(graph).sort()) {
    if (known.has(file)) continue;
    const cycle = shortestCycle(graph, file);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    for (const member of knotOf(graph, file)) known.add(member);
  }
  return cycles;
}

/** Breadth first from `start` back to `start`. */
function shortestCycle(graph: ImportGraph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of graph[file] ?? []) {
      if (next === start) return [...walkBack(cameFrom, file, start), start];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}

function walkBack(cameFrom: ReadonlyMap<string, string>, end: string, start: string): string[] {
  const path = [end];
  for (let file = end; file !== start;) {
    file = cameFrom.get(file) ?? start;
    path.push(file);
  }
  return path.reverse();
}

/** All files that `start` reaches and that reach `start`. */
function knotOf(graph: ImportGraph, start: string): string[] {
  const reverse: Record<string, string[]> = {};
  for (const [file, targets] of Object.entries(graph)) {
    for (const target of targets) (reverse[target] ??= []).push(file);
  }
  const ahead = reach(graph, start);
  return [...reach(reverse, start)].filter((file) => ahead.has(file));
}

function reach(graph: ImportGraph, start: string): Set<string> {
  const seen = new Set([start]);
  for (const file of seen) {
    for (const next of graph[file] ?? []) seen.add(next);
  }
  return seen;
}
