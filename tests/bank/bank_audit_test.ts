import assert from "node:assert/strict";
import { auditBank } from "./bank_audit.ts";
import { playBank, tamper, withBankFile } from "./temp_bank_fixture.ts";

const TRANSFERS = 300;

/** A row that sent something. */
const SENDING = "(SELECT min(row_id) FROM handled WHERE row_id > 70 AND send_count > 0)";

/** What may go wrong behind the store's back, and the sentence that must tell of it. */
const DAMAGES: readonly { readonly name: string; readonly change: string; readonly told: RegExp }[] = [
  {
    name: "a lost row in the middle",
    change: "DELETE FROM handled WHERE row_id = 100",
    told: /^account\/\d goes on with input \d+, not \d+$/,
  },
  {
    name: "a lost last row",
    change: "DELETE FROM handled WHERE row_id = (SELECT max(row_id) FROM handled)",
    told: /is neither handled nor in the outbox$/,
  },
  {
    name: "a lost row whose successors were renumbered",
    change: `DELETE FROM handled WHERE actor = 'account/3' AND input_no = 12;
      UPDATE handled SET input_no = -input_no WHERE actor = 'account/3' AND input_no > 12;
      UPDATE handled SET input_no = -input_no - 1 WHERE input_no < 0`,
    told: /is neither handled nor in the outbox$/,
  },
  {
    name: "a doubled row",
    change:
      `INSERT INTO handled (writer, epoch, actor, input_no, seq_after, send_count, quarantined, input, sends,
      events, timers) SELECT writer, epoch, actor, (SELECT 1 + max(input_no) FROM handled WHERE actor = one.actor),
      seq_after, 0, 0, input, '[]', '[]', '[]' FROM handled AS one WHERE row_id = 50`,
    told: /handled account\/\d#\d+, which was not under way$/,
  },
  {
    name: "two inputs in each other's place",
    change: `UPDATE handled SET input = (SELECT other.input FROM handled AS other
      WHERE other.row_id IN (70, 71) AND other.row_id <> handled.row_id) WHERE row_id IN (70, 71)`,
    told: /^account\/\d handled account\/\d#\d+, which was for account\/\d$|was handled after/,
  },
  {
    name: "an amount changed on arrival",
    change:
      `UPDATE handled SET input = replace(input, '"amount":{"$n":"', '"amount":{"$n":"1') WHERE row_id = 70`,
    told: /^There is \d+ too much money after row 70 /,
  },
  {
    name: "an amount changed at the send",
    change:
      `UPDATE handled SET sends = replace(sends, '"amount":{"$n":"', '"amount":{"$n":"1') WHERE row_id = ${SENDING}`,
    told: /handled another account\/\d#\d+ than was sent$/,
  },
  {
    name: "a chain cut by a changed hop count",
    change: `UPDATE handled SET input = replace(input, '"hops":', '"hops":1') WHERE row_id = 70`,
    told: /handled another account\/\d#\d+ than was sent$/,
  },
  {
    name: "a row of an older life after the newer one began",
    change: "UPDATE handled SET epoch = 1 WHERE row_id = (SELECT max(row_id) FROM handled)",
    told: /^Row \d+ was stored in epoch 1 of root, not 2$/,
  },
  {
    name: "a row of a life that had not begun yet",
    change: "UPDATE handled SET epoch = 2 WHERE row_id = 1",
    told: /^Row 1 was stored in epoch 2 of root, not 1$/,
  },
  {
    name: "a row of a writer that never began a life",
    change: "UPDATE handled SET writer = 'stranger' WHERE row_id = 1",
    told: /^Row 1 was stored in epoch 1 of stranger, not 0$/,
  },
  {
    name: "a changed snapshot",
    change:
      `UPDATE snapshots SET snapshot = replace(snapshot, '"seq":', '"seq":1') WHERE actor = 'account/2'`,
    told: /^Fold diverged: actor account\/2|^A restart leads to other accounts than all the inputs do$/,
  },
  {
    name: "a snapshot whose state is another",
    change:
      `UPDATE snapshots SET snapshot = replace(snapshot, 'refused', 'Refused') WHERE actor = 'account/2'`,
    told: /^Cannot restore actor account\/2 as its snapshot/,
  },
  {
    name: "a quarantined transfer",
    change: "UPDATE handled SET quarantined = 1, send_count = 0, sends = '[]' WHERE row_id = 70",
    told: /too much money after row 70/,
  },
];

/** A bank that was stopped half way and finished by a second life. */
function playTwice(path: string): void {
  playBank(path, TRANSFERS, 30);
  playBank(path, TRANSFERS);
}

Deno.test("auditBank() finds nothing in an undamaged store, at any moment of a run", () => {
  withBankFile((path) => {
    playBank(path, TRANSFERS, 15);
    const half = auditBank({ path });
    assert.deepEqual(half.faults, []);
    assert.ok(
      half.underWay > 0 && half.transfers > 0 && half.transfers < TRANSFERS,
      JSON.stringify(half.transfers),
    );
    playBank(path, TRANSFERS);
    const { faults, transfers, underWay, lives, rowsByEpoch, rows } = auditBank({
      path,
      transfers: TRANSFERS,
    });
    assert.deepEqual({ faults, transfers, underWay, lives }, {
      faults: [],
      transfers: TRANSFERS,
      underWay: 0,
      lives: 2,
    });
    assert.equal(rowsByEpoch["root#1"] + rowsByEpoch["root#2"], rows);
  });
});

for (const { name, change, told } of DAMAGES) {
  Deno.test(`auditBank() finds ${name}`, () => {
    withBankFile((path) => {
      playTwice(path);
      assert.ok(tamper(path, change) > 0, "nothing was changed");
      const { faults, faultCount } = auditBank({ path, transfers: TRANSFERS });
      assert.ok(faultCount > 0);
      assert.ok(faults.some((fault) => told.test(fault)), faults.join("\n"));
    });
  });
}

Deno.test("auditBank() finds what is missing from, changed in and forged into the outbox", () => {
  const damages: [string, RegExp][] = [
    ["DELETE FROM outbox WHERE seq = (SELECT max(seq) FROM outbox)", /is neither handled nor in the outbox$/],
    [
      `UPDATE outbox SET envelope = replace(envelope, '"$n":"', '"$n":"1')`,
      /is another in the outbox than was sent$/,
    ],
    [
      `INSERT INTO outbox SELECT sender, receiver, lane, 9999, replace(envelope, '"seq":', '"seq":99') FROM outbox LIMIT 1`,
      /is in the outbox and not under way$/,
    ],
  ];
  for (const [change, told] of damages) {
    withBankFile((path) => {
      playBank(path, TRANSFERS, 15);
      assert.ok(tamper(path, change) > 0);
      const { faults } = auditBank({ path });
      assert.ok(faults.some((fault) => told.test(fault)), faults.join("\n"));
      assert.ok(faults.some((fault) => /too much money in the balances and the outbox/.test(fault)), change);
    });
  }
});

Deno.test("auditBank() finds a run that is not done", () => {
  withBankFile((path) => {
    playBank(path, TRANSFERS, 15);
    const { faults } = auditBank({ path, transfers: TRANSFERS });
    assert.equal(faults.length, 2);
    assert.match(faults[0], /^\d+ transfers were handled, not 300$/);
    assert.match(faults[1], /messages are still under way$/);
  });
});

Deno.test("auditBank() finds rules that are not those the bank ran by", () => {
  withBankFile((path) => {
    playBank(path, TRANSFERS);
    assert.equal(auditBank({ path }).faultCount, 0);
    assert.ok(auditBank({ path, rules: { seed: "another" } }).faultCount > 0);
    assert.ok(auditBank({ path, rules: { openings: Array(8).fill(1n) } }).faultCount > 0);
  });
});
