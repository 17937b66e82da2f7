import type { CommitBatch, Epoch } from "../runtime/mod.ts";
import { writeBinding } from "./binding.ts";
import { CommitDoubts } from "./commit_doubts.ts";
import { raiseEpoch, readStanding, writeCommitId } from "./epochs.ts";
import { guarded, StoreUnavailable } from "./errors.ts";
import { insertError, insertSystemEvent } from "./incidents.ts";
import { readHistory, readLastInstantMs, readResumePoint } from "./journal.ts";
import { acquireLease, releaseLease, renewLease } from "./leases.ts";
import type { Binding, Store } from "./port.ts";
import { Projection } from "./projection.ts";
import { createReader } from "./reader.ts";
import { readPrunedInputs } from "./retention/marks.ts";
import { createPruner } from "./retention/pruner.ts";
import type { Sql } from "./sql.ts";
import { writeBatch } from "./write_batch.ts";

export interface StoreParts {
  /** To write, and to read what actors are rebuilt from; its schema is up to date when it answers. */
  readonly sql: Sql;
  /** For the reader's queries, which may take longer. @default {sql} */
  readonly patientSql?: Sql;
  /** Wall time for the columns named wall_ms, ms. */
  readonly nowMs: () => number;
}

/** A store on a database, which it closes. */
export function createStore({ sql, patientSql = sql, nowMs }: StoreParts): Store {
  const { dialect } = sql;
  let projection: Projection | null = null;
  const write = <T>(action: string, act: () => T): T => guarded(dialect, action, () => sql.transaction(act));
  const bind = (binding: Binding) => {
    const bound = write("bind", () => writeBinding(sql, binding));
    if (bound.ok) projection = Projection.create(sql, binding);
    return bound;
  };
  /** An incident of the process itself, now. */
  const incident = (what: string, cause: string) => ({
    ...{ what, cause, scope: "process" },
    ...{ atMs: readLastInstantMs(sql), wallMs: nowMs() },
  });
  const committer = createCommitter(sql);
  const pruner = createPruner(sql, nowMs);
  let prunedInputs: Map<string, number> | null = null;
  const target = () => ({
    sql,
    projection,
    wallMs: nowMs(),
    prunedInputs: prunedInputs ??= readPrunedInputs(sql),
  });
  return {
    ...createReader(patientSql),
    raiseEpoch: (writer) => write(`raise the epoch of ${writer} in`, () => raiseEpoch(sql, writer)),
    commit: (batch, epoch) =>
      committer(
        batch,
        epoch,
        (standing) => writeBatch(target(), { batch, epoch, standing }),
      ),
    load: (actor, schema, after) =>
      guarded(dialect, `load actor ${actor} from`, () => readHistory(sql, actor, schema, after)),
    resumePoint: () => guarded(dialect, "read", () => readResumePoint(sql)),
    bind,
    acquireLease: (request) => write("lease", () => acquireLease(sql, request)),
    renewLease: (request) => write("renew the lease of", () => renewLease(sql, request)),
    releaseLease: (holder) => write("release the lease of", () => releaseLease(sql, holder)),
    prune: (policy, budget) => {
      try {
        return pruner(policy, budget);
      } finally {
        prunedInputs = null;
      }
    },
    systemEvent: (kind, cause) =>
      write("note a system event in", () => insertSystemEvent(sql, incident(kind, cause))),
    recordError: (component, error) =>
      write("note an error in", () => insertError(sql, incident(component, String(error)))),
  };
}

type Committer = (
  batch: CommitBatch,
  epoch: Epoch,
  writeRows: (standing: ReturnType<typeof readStanding>) => void,
) => void;

/** Commits each batch once, also one that is told again because nobody heard how its first commit ended. */
function createCommitter(sql: Sql): Committer {
  const doubts = CommitDoubts.create();
  const instance = crypto.randomUUID();
  let commits = 0;
  return (batch, epoch, writeRows) => {
    const { writer } = epoch;
    const commitId = `${instance}/${++commits}`;
    let isStored = false;
    const transaction = () => {
      const standing = readStanding(sql, epoch);
      isStored = CommitDoubts.settle(doubts, { writer, batch, lastCommitId: standing.lastCommitId });
      if (isStored) return;
      writeRows(standing);
      writeCommitId(sql, writer, commitId);
    };
    try {
      guarded(sql.dialect, commitAction(batch, epoch), () => sql.transaction(transaction));
      isStored = true;
    } catch (error) {
      // once it was found stored, it does not matter how the transaction that found it ends
      if (isStored) return;
      const isInDoubt = error instanceof StoreUnavailable && error.isInDoubt;
      if (isInDoubt) CommitDoubts.note(doubts, writer, commitId, batch);
      throw error;
    } finally {
      if (isStored) CommitDoubts.clear(doubts, writer);
    }
  };
}

function commitAction({ rounds }: CommitBatch, { writer }: Epoch): string {
  return rounds === null
    ? `commit what ${writer} handled to`
    : `commit rounds ${rounds.from} to ${rounds.to} to`;
}
