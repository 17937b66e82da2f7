import assert from "node:assert/strict";
import { StaleEpochError } from "../../../lib/runtime/mod.ts";
import { auditBank } from "../bank_audit.ts";
import { openBankStore } from "../bank_store.ts";
import { playBank, tamper, withBankFile } from "../temp_bank_fixture.ts";
import { recordingContext } from "./wrap_context_fixture.ts";
import { createZombie, ZOMBIE_WRITES } from "./zombie.ts";

/** Lets a zombie loop for so long, ms; what it sent. */
function loop(
  forMs: number,
  epoch = { writer: "worker/0", number: 1 } as { writer: string; number: number } | null,
) {
  const context = recordingContext({ epoch, incarnation: 3 });
  let nowMs = 1_000;
  const tick = createZombie({ context, journal: "journal", zombieAfterMs: 1_300 }, () => nowMs);
  for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += 0.5) tick();
  return context.sent;
}

/** The commits in what a zombie sent. */
function commits(sent: ReturnType<typeof loop>) {
  return sent.flatMap(({ body }) =>
    body.kind === "JournalRequest" && body.call.op === "commit" ? [body.call] : []
  );
}

Deno.test("createZombie() writes only after it was quiet for long enough, 4 ms apart, 1,000 times", () => {
  assert.equal(loop(1_300).length, 0);
  assert.equal(loop(1_301).length, 1);
  assert.equal(loop(1_309).length, 3);
  const all = loop(10_000);
  assert.equal(all.length, ZOMBIE_WRITES);
  assert.ok(all.every(({ to }) => to === "journal"));
  const ids = all.map(({ body }) => body.kind === "JournalRequest" ? body.requestId : 0);
  assert.equal(new Set(ids).size, ZOMBIE_WRITES);
  assert.equal(loop(10_000, null).length, 0, "who has no epoch cannot write");
});

Deno.test("createZombie() is refused for its epoch alone: the store takes every write before its epoch is over", () => {
  withBankFile((path) => {
    playBank(path, 100);
    const store = openBankStore(path);
    const lives = [store.raiseEpoch("worker/0"), store.raiseEpoch("worker/0")];
    const [dead, living] = lives.map((epoch) => commits(loop(1_400, epoch)));
    for (const { batch, epoch } of dead) assert.throws(() => store.commit(batch, epoch), StaleEpochError);
    const { faults, forged, refusals } = auditBank({ path, transfers: 100 });
    assert.deepEqual({ faults, forged }, { faults: [], forged: 0 });
    assert.equal(refusals.length, dead.length);
    assert.ok(refusals.every(({ isForged, epoch }) => isForged && epoch.number === 1));

    for (const { batch, epoch } of living) store.commit(batch, epoch);
    store.close();
    const report = auditBank({ path, transfers: 100 });
    assert.deepEqual({ faults: report.faults, forged: report.forged }, { faults: [], forged: living.length });
  });
});

Deno.test("auditBank() finds a zombie's write in an epoch that was over", () => {
  withBankFile((path) => {
    playBank(path, 100);
    const store = openBankStore(path);
    const [{ batch, epoch }] = commits(loop(1_301, store.raiseEpoch("worker/0")));
    store.commit(batch, epoch);
    store.raiseEpoch("worker/0");
    store.close();
    assert.equal(tamper(path, "UPDATE raises SET after_row = after_row - 1 WHERE number = 2"), 1);
    const { faults } = auditBank({ path, transfers: 100 });
    assert.match(faults.join("\n"), /was stored in epoch 1 of worker\/0, not 2/);
  });
});
