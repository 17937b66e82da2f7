import { decodeState } from "../../lib/core/mod.ts";
import { type HostOutcome, sortedPoint } from "../../lib/runtime/host_case_fixture.ts";
import { repeating } from "../../lib/runtime/host_store_fixture.ts";
import type { ActorSnapshot, Envelope, HandledInput, Message, TimerOp } from "../../lib/runtime/mod.ts";
import type { JournalStore } from "../../lib/runtime/worker/registry.ts";
import { type BankSql, openBankSql } from "../bank/bank_sql.ts";
import { bankStoreOn, openBankStore } from "../bank/bank_store.ts";

export interface ToyStoreArgs {
  readonly path: string;
  /** Whose messages are pending again after each start; nobody's by default. */
  readonly repeated: readonly string[];
}

/** The bank's store, with a file beside it that lists the rounds of each commit. */
export function openToyStore({ path, repeated }: ToyStoreArgs): JournalStore {
  const store = openBankStore(path);
  return repeating({
    ...store,
    commit(batch, epoch) {
      store.commit(batch, epoch);
      const { from, to } = batch.rounds!;
      Deno.writeTextFileSync(spansOf(path), `${from} ${to}\n`, { append: true });
    },
  }, repeated);
}

/** Reads what a toy store holds of these actors. */
export function readOutcome(path: string, actors: readonly string[]): HostOutcome {
  const sql = openBankSql(path);
  try {
    const port = bankStoreOn(sql);
    const snapshots: Record<string, ActorSnapshot> = {};
    for (const address of actors) {
      const { snapshot } = port.load(address, 1);
      if (snapshot !== null) snapshots[address] = snapshot;
    }
    return {
      journal: readRows(sql),
      snapshots,
      spans: readSpans(path),
      point: sortedPoint(port.resumePoint()),
    };
  } finally {
    sql.db.close();
  }
}

function readRows({ db }: BankSql): HandledInput[] {
  const columns = "actor, input_no, input, events, sends, timers, seq_after, quarantined";
  return db.prepare(`SELECT ${columns} FROM handled ORDER BY row_id`).all().map((row) => {
    const read = (column: string) => decodeState(String(row[column]));
    return {
      actor: String(row.actor),
      inputNo: Number(row.input_no),
      input: read("input") as Envelope,
      events: read("events") as Message[],
      sends: read("sends") as Envelope[],
      timers: read("timers") as TimerOp[],
      seqAfter: Number(row.seq_after),
      ...(row.quarantined === 1 ? { quarantined: true } : {}),
    };
  });
}

function readSpans(path: string): HostOutcome["spans"] {
  try {
    const lines = Deno.readTextFileSync(spansOf(path)).trimEnd().split("\n");
    return lines.map((line) => line.split(" ").map(Number) as [number, number]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function spansOf(path: string): string {
  return `${path}.spans`;
}
