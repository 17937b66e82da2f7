import assert from "node:assert/strict";
import { channelLimits, deskSpec, notifyConfig, webhookRetry } from "./schema.ts";

const EMAIL = { enabled: true, host: "smtp.example.com", from: "bot@example.com", to: ["you@example.com"] };

Deno.test("notifyConfig has a default for everything: the console alone", () => {
  const config = notifyConfig.parse({});
  assert.deepEqual(deskSpec(config), {
    repeat: { windowMs: 600_000, topics: 256 },
    outlets: [{
      ...{ channel: "console", minLevel: "info", perWindow: 30, rateWindowMs: 300_000, queueSize: 200 },
      retry: { firstMs: 5_000, factor: 2, maxMs: 300_000, jitterPct: 20 },
      giveUpMs: { info: 3_600_000, warning: 3_600_000, critical: 86_400_000 },
      answerMs: 120_000,
    }],
  });
  assert.deepEqual(webhookRetry(config), { firstMs: 250, factor: 2, maxMs: 5_000, jitterPct: 20 });
  assert.deepEqual(channelLimits(config, "email"), {
    ...{ deadlineMs: 30_000, tries: 2 },
    retry: { firstMs: 1_000, factor: 2, maxMs: 30_000, jitterPct: 20 },
  });
  assert.deepEqual([config.telegram.token_env, config.telegram.chat_env], ["TG_BOT_TOKEN", "TG_CHAT_ID"]);
});

Deno.test("deskSpec() serves the channels that are switched on", () => {
  const channels = (change: unknown) => deskSpec(notifyConfig.parse(change)).outlets.map((it) => it.channel);
  assert.deepEqual(channels({ webhook: { enabled: true } }), ["console", "webhook"]);
  assert.deepEqual(channels({ console: { enabled: false } }), []);
  const all = {
    webhook: { enabled: true },
    telegram: { enabled: true, min_level: "critical" },
    email: EMAIL,
  };
  assert.deepEqual(channels(all), ["console", "webhook", "telegram", "email"]);
  const levels = deskSpec(notifyConfig.parse(all)).outlets.map(({ minLevel }) => minLevel);
  assert.deepEqual(levels, ["info", "warning", "critical", "warning"]);
});

Deno.test("notifyConfig refuses what it does not know, and what contradicts itself", () => {
  const cases: [unknown, string][] = [
    [{ pigeon: {} }, ""],
    [{ telegram: { token: "123456:s3cret" } }, "telegram"],
    [{ telegram: { token_env: "123456:s3cret" } }, "telegram.token_env"],
    [{ telegram: { base_url: "http://s3cret.example.com" } }, "telegram.base_url"],
    [{ email: { password: "s3cret" } }, "email"],
    [{ email: { enabled: true } }, "email"],
    [{ email: { ...EMAIL, to: ["a@b.c\r\ns3cret@d.e"] } }, "email"],
    [{ email: { ...EMAIL, security: "none" } }, "email"],
    [{ email: { ...EMAIL, host: "localhost" } }, "email"],
    [{ email: { port: 0 } }, "email.port"],
    [{ webhook: { url: "https://hooks.example.com/s3cret" } }, "webhook"],
    [{ webhook: { url_env: "lower" } }, "webhook.url_env"],
    [{ console: { min_level: "debug" } }, "console.min_level"],
    [{ heartbeat_hours: 1.5 }, "heartbeat_hours"],
    [{ retry_first_seconds: 10, retry_max_seconds: 5 }, "retry_first_seconds"],
    [{ answer_seconds: 5, webhook: { enabled: true, deadline_ms: 5_000 } }, "answer_seconds"],
    [{ answer_seconds: 30, email: EMAIL }, "answer_seconds"],
    [{ give_up_minutes: 10, give_up_critical_minutes: 5 }, "give_up_minutes"],
  ];
  for (const [value, path] of cases) {
    const parsed = notifyConfig.safeParse(value);
    assert.equal(parsed.success, false, JSON.stringify(value));
    assert.deepEqual(parsed.error?.issues.map((issue) => issue.path.join(".")), [path]);
    assert.ok(!JSON.stringify(parsed.error?.issues).includes("s3cret"));
  }
});
