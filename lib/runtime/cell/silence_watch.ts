import type { Timing } from "../tree/tree_spec.ts";

/** What is known of one thing under watch. */
interface Watched {
  readonly silenceMs: number;
  heardMs: number;
  /** Since when it has been busy with one message, as it said last; Infinity if it was not. */
  busySinceMs: number;
}

/** Who has not been heard of, or hangs, by the time line of whoever looks. Changed in place. */
export interface SilenceWatch {
  readonly timing: Timing;
  readonly watched: Map<string, Watched>;
  lastLookMs: number;
  /** Nothing before this counts. */
  freshFromMs: number;
}

/** One thing found silent. */
export interface Silence {
  readonly name: string;
  readonly detail: string;
}

export const SilenceWatch = { create, add, remove, heard, look };

/** Nobody is watched yet. */
function create(timing: Timing, nowMs: number): SilenceWatch {
  return { timing, watched: new Map(), lastLookMs: nowMs, freshFromMs: nowMs };
}

/** `silenceMs`: in place of everybody's. */
function add(
  { watched, timing }: SilenceWatch,
  name: string,
  nowMs: number,
  silenceMs: number = timing.silenceMs,
): void {
  watched.set(name, { silenceMs, heardMs: nowMs, busySinceMs: Infinity });
}

function remove({ watched }: SilenceWatch, name: string): void {
  watched.delete(name);
}

/** A heartbeat. One of somebody who is not watched means nothing. */
function heard({ watched }: SilenceWatch, name: string, busyMs: number, nowMs: number): void {
  const known = watched.get(name);
  if (known === undefined) return;
  known.heardMs = nowMs;
  known.busySinceMs = busyMs > 0 ? nowMs - busyMs : Infinity;
}

/**
 * Who is silent now; each is told once and then watched no longer. To be called every heartbeat. If the last look was
 * more than two heartbeats ago, whoever looks stood still itself and heard nobody: everybody gets a fresh period.
 */
function look(watch: SilenceWatch, nowMs: number): Silence[] {
  const { timing: { heartbeatMs }, watched } = watch;
  if (nowMs - watch.lastLookMs > 2 * heartbeatMs) watch.freshFromMs = nowMs;
  watch.lastLookMs = nowMs;
  const found: Silence[] = [];
  for (const [name, { silenceMs, heardMs, busySinceMs }] of watched) {
    const silentMs = nowMs - Math.max(heardMs, watch.freshFromMs);
    const busyMs = heardMs - Math.max(busySinceMs, watch.freshFromMs);
    if (silentMs > silenceMs) found.push({ name, detail: `no heartbeat for ${Math.round(silentMs)} ms` });
    else if (busyMs > silenceMs) {
      found.push({ name, detail: `busy with one message for ${Math.round(busyMs)} ms` });
    }
  }
  for (const { name } of found) watched.delete(name);
  return found;
}
