// impure-file: it is a file
import { decodeState, encodeState } from "../../core/mod.ts";
import type { CommitBatch } from "../commit_port.ts";

/**
 * Batches of one worker that its journal could not take: one line each, durable before anything of them is sent. Written
 * by one life at a time, as a life begins after the exit proof of the one before.
 */
export interface EmergencyLog {
  /** Batches an earlier life left, oldest first. */
  readonly left: readonly CommitBatch[];
  /** Durable at return. Throws what the file system says. */
  append(batch: CommitBatch): void;
  /** All of it is in the journal. */
  clear(): void;
}

/** Opens the log at `path`, and makes it if there is none; its folder must exist. */
export function openEmergencyLog(path: string): EmergencyLog {
  const file = Deno.openSync(path, { read: true, write: true, create: true, append: true });
  const encoder = new TextEncoder();
  const bytes = Deno.readFileSync(path);
  // a last line without an end was never durable, so nothing of it was sent
  const whole = bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
  file.truncateSync(whole.length);
  return {
    left: batchesIn(new TextDecoder().decode(whole)),
    append(batch) {
      const bytes = encoder.encode(encodeState(batch) + "\n");
      for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
      file.syncDataSync();
    },
    clear() {
      file.truncateSync(0);
      file.syncDataSync();
    },
  };
}

const LINE_END = 10;

function batchesIn(text: string): CommitBatch[] {
  return text.split("\n").slice(0, -1).map((line) => decodeState(line) as CommitBatch);
}
