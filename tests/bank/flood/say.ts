const encoder = new TextEncoder();

/**
 * Prints something as a line of JSON. Not by console.log: V8 keeps the last 1,000 texts of a console for a debugger that
 * might come, and a process whose memory is judged would seem to leak.
 */
export function say(what: unknown): void {
  let rest = encoder.encode(`${JSON.stringify(what)}\n`);
  while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
}
