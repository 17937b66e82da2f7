/** ISO text of a Unix time in ms without its milliseconds; the number itself where it is no time. */
export function utcText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().replace(".000Z", "Z") : String(ms);
}
