/** The names nearest to a misspelt one, by the fewest letters to change; equals in their order. */
export function nearNames(name: string, names: readonly string[], most = 3): string[] {
  return names.map((known, place) => ({ known, place, changes: changesBetween(name, known) }))
    .sort((a, b) => a.changes - b.changes || a.place - b.place)
    .slice(0, most)
    .map(({ known }) => known);
}

/** Letters to insert, delete or replace to turn one text into the other (Levenshtein 1965). */
export function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
