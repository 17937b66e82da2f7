import { type Envelope, type Message, messageId } from "../../../lib/runtime/mod.ts";
import type { AccountMessage, Transfer } from "../accounts.ts";
import { type BankAccounts, stateOf } from "../bank_states.ts";
import { type Audit, type BankRow, Faults } from "./audit.ts";

export interface MoneyAudit extends Audit {
  /** Balances as the messages alone tell them, by address. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** Compares them with what the behaviors came to. */
  accounts(accounts: BankAccounts): void;
}

interface Money {
  readonly faults: Faults;
  readonly balances: Map<string, bigint>;
  /** Amounts sent and not handled, by message id. */
  readonly underWay: Map<string, bigint>;
  /** All balances and all that is under way. */
  sum: bigint;
  readonly opening: bigint;
}

/** After every single row: no money made, none lost, no balance below 0. Knows the messages, not the behaviors. */
export function auditMoney(faults: Faults, openings: ReadonlyMap<string, bigint>): MoneyAudit {
  const opening = [...openings.values()].reduce((sum, balance) => sum + balance, 0n);
  const money: Money = { faults, balances: new Map(openings), underWay: new Map(), sum: opening, opening };
  return {
    balances: money.balances,
    row: (row) => checkRow(money, row),
    end: (outbox) => checkEnd(money, outbox),
    accounts: (accounts) => checkAccounts(money, accounts),
  };
}

function checkRow(money: Money, { rowId, handled }: BankRow): void {
  const { actor, input, sends, quarantined } = handled;
  const id = messageId(input);
  const before = money.balances.get(actor) ?? 0n;
  const arrived = quarantined ? 0n : amountOf(input.body);
  const left = sends.reduce((sum, { body }) => sum + amountOf(body), 0n);
  const balance = before + arrived - left;
  money.balances.set(actor, balance);
  money.sum += balance - before + left - (money.underWay.get(id) ?? 0n);
  money.underWay.delete(id);
  for (const send of sends) money.underWay.set(messageId(send), amountOf(send.body));
  if (balance < 0n) Faults.add(money.faults, `${actor} has ${balance} after row ${rowId}`);
  checkSum(money, `after row ${rowId} (${actor}, ${id})`);
}

/** Says so once per change: what was made or lost stays so in all later rows. */
function checkSum(money: Money, when: string): void {
  const { sum, opening, faults } = money;
  if (sum === opening) return;
  Faults.add(faults, `There is ${sum - opening} too much money ${when}`);
  money.sum = opening;
}

function checkEnd(money: Money, outbox: readonly Envelope[]): void {
  money.sum = [...money.balances.values(), ...outbox.map(({ body }) => amountOf(body))]
    .reduce((sum, amount) => sum + amount, 0n);
  checkSum(money, "in the balances and the outbox");
}

function checkAccounts({ faults, balances }: Money, accounts: BankAccounts): void {
  for (const account of accounts) {
    const { actor: address } = account;
    const { balance, credited, debited } = stateOf(account);
    const told = balances.get(address);
    if (balance !== told) {
      Faults.add(faults, `${address} has ${balance} by its state, ${told} by its messages`);
    }
    if (balance < 0n) {
      Faults.add(faults, `${address} has ${balance}, credited ${credited}, debited ${debited}`);
    }
  }
}

function amountOf(body: Message): bigint {
  const message = body as AccountMessage | Message;
  return message.kind === "Transfer" ? (message as Transfer).amount : 0n;
}
