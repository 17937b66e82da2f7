// impure-file: it tries again by the host's clock
import type { CommitBatch, Epoch } from "../commit_port.ts";
import { StaleEpochError } from "../errors.ts";
import type { EmergencyLog } from "./emergency_log.ts";
import type { JournalClient } from "./journal_client.ts";

/** Where a worker's batches become durable: in the journal, and in its emergency log while the journal takes none. */
export interface CommitLine {
  /** Resolves when durable. Rejects with StaleEpochError where a later life of this worker writes. */
  commit(batch: CommitBatch): Promise<void>;
}

export interface CommitLineOptions {
  readonly journal: JournalClient;
  readonly epoch: Epoch;
  /** Null: the worker waits for the journal as long as it takes. */
  readonly log: EmergencyLog | null;
  /** From now on the log is written. */
  onDegraded(): void;
  /** All of the log is in the journal. */
  onRecovered(): void;
  /** The log cannot be merged, as a later life writes. */
  onStale(error: StaleEpochError): void;
  /** @default {500} */
  readonly tryAgainMs?: number;
}

/** A journal that says nothing for so long takes nothing, ms. */
export const GIVE_UP_MS = 1_500;

export function createCommitLine(options: CommitLineOptions): CommitLine {
  const { journal, epoch, log, onDegraded, onRecovered, onStale, tryAgainMs = 500 } = options;
  /** In the log and not in the journal, oldest first. */
  const pending: CommitBatch[] = [];
  /** The merge gets on; and who waits for its next step. */
  let isMerging = false, step = Promise.withResolvers<void>();

  /** False if the journal cannot take it now. */
  async function store(batch: CommitBatch): Promise<boolean> {
    const call = { op: "commit", batch, epoch } as const;
    const result = await (log === null ? journal.ask(call) : journal.askOnce(call, GIVE_UP_MS));
    if (result === null) return false;
    if (!result.ok) throw new StaleEpochError(epoch, result.newest);
    return true;
  }

  async function commit(batch: CommitBatch): Promise<void> {
    if (pending.length === 0 && await store(batch)) return;
    log!.append(batch);
    pending.push(batch);
    if (pending.length > 1) return await letMerge();
    onDegraded();
    merge().catch(onStale);
  }

  async function storeSurely(batch: CommitBatch): Promise<void> {
    while (!(isMerging = await store(batch))) {
      takeStep();
      await pause(tryAgainMs);
    }
  }

  function takeStep(): void {
    step.resolve();
    step = Promise.withResolvers();
  }

  /** Where the journal takes again, two batches go before the next: to write the log is quicker than to merge it. */
  async function letMerge(): Promise<void> {
    const enough = pending.length - 2;
    while (isMerging && pending.length > enough) await step.promise;
  }

  /** In order, and with all that comes meanwhile. */
  async function merge(): Promise<void> {
    while (pending.length > 0) {
      const count = mergedAtOnce(pending);
      // told again unchanged until the journal says yes: what it did not answer it may have stored
      await storeSurely(combined(pending.slice(0, count)));
      pending.splice(0, count);
      takeStep();
    }
    isMerging = false;
    log!.clear();
    onRecovered();
  }

  return { commit };
}

/** A commit must end soon, on a server too. */
const MAX_INPUTS = 128;

/** How many of the oldest batches go in one commit: at least one. */
function mergedAtOnce(pending: readonly CommitBatch[]): number {
  let count = 1, inputs = pending[0].handled.length;
  while (count < pending.length && (inputs += pending[count].handled.length) <= MAX_INPUTS) count++;
  return count;
}

/** Batches of one worker as one, in their order; of each actor's snapshots the last. */
function combined(batches: readonly CommitBatch[]): CommitBatch {
  if (batches.length === 1) return batches[0];
  const snapshots = new Map(batches.flatMap((batch) => batch.snapshots.map((one) => [one.actor, one])));
  return {
    rounds: null,
    handled: batches.flatMap(({ handled }) => handled),
    snapshots: [...snapshots.values()],
    settled: batches.flatMap(({ settled = [] }) => settled),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
