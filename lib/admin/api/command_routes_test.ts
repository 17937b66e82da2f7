import assert from "node:assert/strict";
import { createTestAdmin } from "../app_fixture.ts";
import type { CommandOutcome, OperatorCommand } from "../ports.ts";

const reason = "a look at the books";
const flatten = { reason, confirm: "FLATTEN" };

/** Path, body, and the command that goes up. */
const COMMANDS: [string, unknown, OperatorCommand][] = [
  ["/api/bot/pause", { reason }, { kind: "PauseEntries", scope: "portfolio", reason }],
  ["/api/bot/resume", { reason }, { kind: "ResumeEntries", scope: "portfolio", reason }],
  ["/api/bot/flatten", flatten, { kind: "Flatten", scope: "portfolio", reason }],
  ["/api/bot/rearm", { reason: `  ${reason} ` }, { kind: "Rearm", reason }],
  ["/api/systems/regime-router/pause", { reason }, {
    kind: "PauseEntries",
    scope: "system:regime-router",
    reason,
  }],
  ["/api/systems/regime-router/flatten", flatten, { kind: "Flatten", scope: "system:regime-router", reason }],
  ["/api/symbols/ALFA%2FUSDT%3AUSDT/pause", { reason }, {
    kind: "PauseEntries",
    scope: "ALFA/USDT:USDT",
    reason,
  }],
  ["/api/symbols/alfa-usdt-usdt/resume", { reason }, {
    kind: "ResumeEntries",
    scope: "ALFA/USDT:USDT",
    reason,
  }],
  ["/api/symbols/ALFA-USDT-USDT/flatten", flatten, { kind: "Flatten", scope: "ALFA/USDT:USDT", reason }],
  ["/api/actors/symbol%2Fpaper%2FALFA/restart", { reason }, {
    kind: "RestartActor",
    address: "symbol/paper/ALFA",
    reason,
  }],
  ["/api/market/speed", { barsPerSecond: 2.5 }, { kind: "SetMarketSpeed", barsPerSecond: 2.5 }],
  ["/api/config/apply/3-0a1b2c3d", {}, { kind: "ApplyConfig", version: "3-0a1b2c3d" }],
  ["/api/config/rollback", "", { kind: "RollBackConfig" }],
];

Deno.test("each command goes up as it was asked, and its outcome comes back", async () => {
  const sent: [OperatorCommand, string][] = [];
  const command = (asked: OperatorCommand, by: string): Promise<CommandOutcome> => {
    sent.push([asked, by]);
    return Promise.resolve({ status: "accepted", commandId: "op-1", seq: 7, text: "done" });
  };
  const { ask } = createTestAdmin({ ports: { command } });
  for (const [path, body, wanted] of COMMANDS) {
    const response = await ask("POST", path, { body });
    const json = await response.json();
    assert.equal(response.status, 200, `${path}: ${JSON.stringify(json)}`);
    assert.deepEqual(json, { status: "accepted", commandId: "op-1", seq: 7, text: "done" });
    assert.deepEqual(sent.pop(), [wanted, "api"], path);
  }
});

/** Path, body, status, and the field it is about. */
const REFUSED: [string, unknown, number, string][] = [
  ["/api/bot/pause", {}, 400, "body.reason"],
  ["/api/bot/pause", { reason: "   " }, 400, "body.reason"],
  ["/api/bot/pause", { reason: "x".repeat(201) }, 400, "body.reason"],
  ["/api/bot/pause", { reason: "two\nlines" }, 400, "body.reason"],
  ["/api/bot/pause", { reason: 5 }, 400, "body.reason"],
  ["/api/bot/pause", { reason, force: true }, 400, "body"],
  ["/api/bot/flatten", { reason }, 400, "body.confirm"],
  ["/api/bot/flatten", { reason, confirm: "flatten" }, 400, "body.confirm"],
  ["/api/symbols/NOPE/pause", { reason }, 404, "path.symbol"],
  ["/api/systems/nope/pause", { reason }, 404, "path.id"],
  ["/api/market/speed", { barsPerSecond: -1 }, 400, "body.barsPerSecond"],
  ["/api/market/speed", '{"barsPerSecond":1e999}', 400, "body.barsPerSecond"],
  ["/api/config/stage", { patch: {} }, 400, "body.patch"],
  ["/api/config/stage", { patch: { "system.name": 1 } }, 400, "body.patch.system.name"],
  ["/api/config/stage", '{"patch":{"__proto__":1}}', 400, "body.patch"],
  [
    "/api/config/stage",
    { patch: { "system.risk.risk_per_trade_pct": 1e6 } },
    400,
    "body.patch.system.risk.risk_per_trade_pct",
  ],
];

Deno.test("a command that is not valid goes nowhere, and the answer says why", async () => {
  const command = () => Promise.reject(new Error("It was sent"));
  const { ask, faults } = createTestAdmin({ ports: { command } });
  for (const [path, body, status, at] of REFUSED) {
    const response = await ask("POST", path, { body });
    const { error } = await response.json();
    assert.equal(response.status, status, `${path}: ${error.message}`);
    assert.ok(error.path.startsWith(at), `${path}: ${error.path}`);
  }
  assert.deepEqual(faults, []);
});

Deno.test("a command that is refused is 409, one that nobody answered 504, each with its id", async () => {
  const outcomes: CommandOutcome[] = [
    { status: "refused", commandId: "op-1", why: "it is paused already" },
    { status: "unknown", commandId: "op-2", why: "no answer within 5 s" },
  ];
  const { ask } = createTestAdmin({ ports: { command: () => Promise.resolve(outcomes.shift()!) } });
  const refused = await ask("POST", "/api/bot/pause", { body: { reason } });
  assert.equal(refused.status, 409);
  assert.deepEqual(await refused.json(), {
    error: { code: "refused", message: "it is paused already", path: "", hint: "" },
    commandId: "op-1",
  });
  const unknown = await ask("POST", "/api/bot/pause", { body: { reason } });
  const { error, commandId } = await unknown.json();
  assert.equal(unknown.status, 504);
  assert.equal(commandId, "op-2");
  assert.match(error.hint, /OperatorCommandTaken/);
});

Deno.test("a command port that rejects is 503", async () => {
  const command = () => Promise.reject(new Error("the root is gone"));
  const { ask, faults } = createTestAdmin({ ports: { command } });
  const response = await ask("POST", "/api/bot/pause", { body: { reason } });
  assert.equal(response.status, 503);
  assert.equal(String(faults[0].error), "Error: the root is gone");
  await response.body?.cancel();
});
