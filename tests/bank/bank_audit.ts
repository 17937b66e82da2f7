import { decodeState, encodeState } from "../../lib/core/mod.ts";
import { type Envelope, type Epoch, FatalError, type HandledInput } from "../../lib/runtime/mod.ts";
import type { AccountArgs } from "./accounts.ts";
import { type Audit, type BankRow, Faults } from "./audits/audit.ts";
import { auditDelivery } from "./audits/delivery.ts";
import { auditEpochs, type Raise } from "./audits/epochs.ts";
import { auditMoney } from "./audits/money.ts";
import { type BankSql, openBankSql } from "./bank_sql.ts";
import { type BankAccounts, foldBank, hashOf } from "./bank_states.ts";
import { bankStoreOn } from "./bank_store.ts";
import { bankActors, type BankRules } from "./bank_tree.ts";
import { isZombie } from "./wrappers/zombie.ts";

export interface AuditOptions {
  /** File of the store; may be in use. */
  readonly path: string;
  /** As the bank ran. @default {those of bankTree} */
  readonly rules?: BankRules;
  /** How many transfers the run was to make: all of them must be handled and nothing under way. */
  readonly transfers?: number;
}

/** What was found; all is well if `faultCount` is 0. */
export interface BankReport {
  readonly faultCount: number;
  /** The first 20. */
  readonly faults: readonly string[];
  /** All but those of zombies. */
  readonly rows: number;
  /** Rows of workers that hung and wrote all the same, taken as they were not yet declared dead. */
  readonly forged: number;
  /** Rows in an epoch that was over: each is a fault. */
  readonly staleRows: number;
  /** Writes that the store refused for their epoch. */
  readonly refusals: readonly Refusal[];
  /** Transfers handled. */
  readonly transfers: number;
  /** Payments the accounts could not make. */
  readonly refused: number;
  readonly quarantined: number;
  /** Messages sent and not handled. */
  readonly underWay: number;
  /** Lives of all writers. */
  readonly lives: number;
  /** Rows by "<writer>#<epoch>". */
  readonly rowsByEpoch: Readonly<Record<string, number>>;
  readonly balances: Readonly<Record<string, bigint>>;
  /** Of the accounts' states; "" if they cannot be rebuilt. */
  readonly stateHash: string;
}

/** A write in an epoch that was over. */
export interface Refusal {
  readonly epoch: Epoch;
  /** By a zombie. */
  readonly isForged: boolean;
  /** Wall time, ms. */
  readonly atMs: number;
}

type Counts = Pick<BankReport, "rows" | "forged" | "transfers" | "refused" | "quarantined"> & {
  readonly rowsByEpoch: Record<string, number>;
};

/** Judges all that a store holds, at one moment: delivery, money, epochs, and states rebuilt from it. */
export function auditBank({ path, rules = {}, transfers }: AuditOptions): BankReport {
  const sql = openBankSql(path);
  try {
    // one transaction: a tree that runs on changes nothing meanwhile
    sql.db.exec("BEGIN");
    return audit(sql, rules, transfers);
  } finally {
    sql.db.close();
  }
}

function audit(sql: BankSql, rules: BankRules, transfers: number | undefined): BankReport {
  const faults = Faults.create();
  const actors = bankActors(rules);
  const raises = readRaises(sql);
  const openings = new Map(actors.map(({ address, args }) => [address, (args as AccountArgs).opening]));
  const delivery = auditDelivery(faults),
    money = auditMoney(faults, openings),
    epochs = auditEpochs(faults, raises);
  const { pending } = bankStoreOn(sql).resumePoint();
  const counts = walk(sql, [delivery, money], epochs);
  delivery.end(pending);
  money.end(pending);
  const stateHash = auditFold(sql, rules, faults, (accounts) => money.accounts(accounts));
  if (transfers !== undefined) checkDone(faults, transfers, counts, pending);
  return {
    faultCount: faults.count,
    faults: faults.first,
    ...counts,
    staleRows: epochs.staleRows(),
    refusals: readRefusals(sql),
    underWay: pending.length,
    lives: raises.length,
    balances: Object.fromEntries(money.balances),
    stateHash,
  };
}

/** What zombies wrote is no part of the bank, and must still be of an epoch that was not over. */
function walk(sql: BankSql, audits: readonly Audit[], epochs: Pick<Audit, "row">): Counts {
  let rows = 0, forged = 0, transfers = 0, refused = 0, quarantined = 0;
  const rowsByEpoch: Record<string, number> = {};
  for (const row of readRows(sql)) {
    const { handled, epoch } = row;
    epochs.row(row);
    if (isZombie(handled.actor)) {
      forged++;
      continue;
    }
    for (const audit of audits) audit.row(row);
    const life = `${epoch.writer}#${epoch.number}`;
    rowsByEpoch[life] = (rowsByEpoch[life] ?? 0) + 1;
    rows++;
    if (handled.quarantined) quarantined++;
    else if (handled.input.body.kind === "Transfer") transfers++;
    refused += handled.events.filter(({ kind }) => kind === "Refused").length;
  }
  return { rows, forged, transfers, refused, quarantined, rowsByEpoch };
}

/** A restart must lead to the same accounts as all that was ever handled. The hash of their states. */
function auditFold(
  sql: BankSql,
  rules: BankRules,
  faults: Faults,
  check: (accounts: BankAccounts) => void,
): string {
  const store = bankStoreOn(sql), actors = bankActors(rules);
  try {
    const accounts = foldBank(store, actors, "snapshot");
    check(accounts);
    if (encodeState(foldBank(store, actors, "start")) !== encodeState(accounts)) {
      Faults.add(faults, "A restart leads to other accounts than all the inputs do");
    }
    return hashOf(accounts);
  } catch (error) {
    if (!(error instanceof FatalError)) throw error;
    Faults.add(faults, error.message);
    return "";
  }
}

function checkDone(faults: Faults, transfers: number, counts: Counts, pending: readonly Envelope[]): void {
  if (counts.transfers !== transfers) {
    Faults.add(faults, `${counts.transfers} transfers were handled, not ${transfers}`);
  }
  if (pending.length > 0) Faults.add(faults, `${pending.length} messages are still under way`);
}

function readRaises({ db }: BankSql): Raise[] {
  const rows = db.prepare("SELECT writer, number, after_row FROM raises ORDER BY raise_id").all();
  return rows.map(({ writer, number, after_row }) => ({
    epoch: { writer: String(writer), number: Number(number) },
    afterRow: Number(after_row),
  }));
}

function readRefusals({ db }: BankSql): Refusal[] {
  const rows = db.prepare("SELECT writer, epoch, is_forged, at_ms FROM refusals ORDER BY refusal_id").all();
  return rows.map(({ writer, epoch, is_forged, at_ms }) => ({
    epoch: { writer: String(writer), number: Number(epoch) },
    isForged: is_forged === 1,
    atMs: Number(at_ms),
  }));
}

interface RowColumns {
  readonly row_id: number;
  readonly writer: string;
  readonly epoch: number;
  readonly actor: string;
  readonly input_no: number;
  readonly seq_after: number;
  readonly quarantined: number;
  readonly input: string;
  readonly sends: string;
  readonly events: string;
  readonly timers: string;
}

function* readRows({ db }: BankSql): Generator<BankRow> {
  const rows = db.prepare("SELECT * FROM handled ORDER BY row_id").iterate();
  for (const row of rows as unknown as Iterable<RowColumns>) {
    const handled = {
      actor: row.actor,
      inputNo: row.input_no,
      seqAfter: row.seq_after,
      input: decodeState(row.input),
      sends: decodeState(row.sends),
      events: decodeState(row.events),
      timers: decodeState(row.timers),
      ...(row.quarantined === 1 ? { quarantined: true } : {}),
    } as HandledInput;
    yield { rowId: row.row_id, epoch: { writer: row.writer, number: row.epoch }, handled };
  }
}
