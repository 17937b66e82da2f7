// impure-file: it is a file
import { decodeState, encodeState } from "../../core/mod.ts";
import type { CommitBatch } from "../commit_port.ts";

/**
 * Batches of one worker that its journal could not take: one line each, durable before anything of them is sent. One life
 * writes it at a time: a life begins after the exit proof of the one before, and each holds the file's lock until it ends,
 * for lives of another root, or under another cell's name.
 */
export interface EmergencyLog {
  /** Batches an earlier life left, oldest first. */
  readonly left: readonly CommitBatch[];
  /** Durable at return. Throws what the file system says. */
  append(batch: CommitBatch): void;
  /** All of it is in the journal. */
  clear(): void;
  /** Frees the lock, as the end of the thread does. */
  close(): void;
}

/**
 * Opens the log at `path`, and makes it if there is none; its folder must exist. Throws Error where another life has it
 * open, or where it holds what is no batch.
 */
export function openEmergencyLog(path: string): EmergencyLog {
  const file = Deno.openSync(path, { read: true, write: true, create: true, append: true });
  if (!file.tryLockSync(true)) {
    file.close();
    throw new Error(
      `Cannot open emergency log ${path} as nobody else may write it: end the process that does`,
    );
  }
  const encoder = new TextEncoder();
  const bytes = Deno.readFileSync(path);
  // a last line without an end was never durable, so nothing of it was sent
  const whole = bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
  file.truncateSync(whole.length);
  return {
    left: batchesIn(path, new TextDecoder().decode(whole)),
    append(batch) {
      const bytes = encoder.encode(encodeState(batch) + "\n");
      for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
      file.syncDataSync();
    },
    clear() {
      file.truncateSync(0);
      file.syncDataSync();
    },
    close: () => file.close(),
  };
}

const LINE_END = 10;

function batchesIn(path: string, text: string): CommitBatch[] {
  return text.split("\n").slice(0, -1).map((line, i) => {
    try {
      return decodeState(line) as CommitBatch;
    } catch (cause) {
      throw new Error(
        `Cannot read emergency log ${path} as its line ${
          i + 1
        } must be a batch: ${cause}; keep the file, and restore it`,
        { cause },
      );
    }
  });
}
