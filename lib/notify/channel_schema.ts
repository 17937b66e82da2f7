import { z } from "zod";
import { emailTarget } from "./email_target.ts";
import { LEVELS } from "./level.ts";
import { TELEGRAM_URL, telegramHost } from "./telegram_target.ts";

const level = z.enum(LEVELS);
/** Secrets are never written into a file of ours: the configuration names the variable that holds one. */
const variable = z.string().regex(
  /^[A-Z][A-Z0-9_]{0,63}$/,
  "the name of an environment variable in capitals",
);
/** Bound on one delivery, tries and waits included. */
const deadlineMs = z.number().int().min(100).max(60_000);
/** Most tries within it. */
const tries = z.number().int().min(1).max(10);
/** Wait before the second try; doubled each time. */
const againMs = z.number().int().min(10).max(10_000);

/** Lines on this process's own output. */
export const consoleConfig = z.strictObject({
  enabled: z.boolean().default(true),
  min_level: level.default("info"),
  format: z.enum(["line", "json"]).default("line"),
  stream: z.enum(["stdout", "stderr"]).default("stderr"),
});

/** JSON posted to a URL. */
export const webhookConfig = z.strictObject({
  enabled: z.boolean().default(false),
  min_level: level.default("warning"),
  /** Holds the URL. */
  url_env: variable.default("NOTIFY_WEBHOOK_URL"),
  /** Whether the URL may lead to this machine. */
  allow_loopback: z.boolean().default(false),
  deadline_ms: deadlineMs.default(5000),
  tries: tries.default(3),
  again_ms: againMs.default(250),
});

/** Messages of a bot in a Telegram chat. */
export const telegramConfig = z.strictObject({
  enabled: z.boolean().default(false),
  min_level: level.default("warning"),
  /** Holds the bot's token. */
  token_env: variable.default("TG_BOT_TOKEN"),
  /** Holds the number of the chat, or @name of the channel. */
  chat_env: variable.default("TG_CHAT_ID"),
  /** Telegram's own, or that of a Bot API server on this machine. */
  base_url: z.string().default(TELEGRAM_URL),
  deadline_ms: deadlineMs.default(10_000),
  tries: tries.default(3),
  again_ms: againMs.default(500),
}).superRefine(({ base_url }, ctx) => {
  const host = telegramHost(base_url);
  if (!host.ok) ctx.addIssue({ code: "custom", path: ["base_url"], message: host.error });
});

/** E-mail over SMTP. */
export const emailConfig = z.strictObject({
  enabled: z.boolean().default(false),
  min_level: level.default("warning"),
  host: z.string().default(""),
  port: z.number().int().min(1).max(65_535).default(587),
  /** starttls (587): required; tls (465): from the first byte; none: for a server on this machine alone. */
  security: z.enum(["starttls", "tls", "none"]).default("starttls"),
  /** Empty for a server that asks for no login. */
  user: z.string().max(320).default(""),
  /** Holds the password. */
  password_env: variable.default("NOTIFY_SMTP_PASSWORD"),
  from: z.string().default(""),
  to: z.array(z.string()).max(20).default([]),
  /** Whether the server may be on this machine. */
  allow_loopback: z.boolean().default(false),
  deadline_ms: deadlineMs.default(30_000),
  tries: tries.default(2),
  again_ms: againMs.default(1000),
}).superRefine(({ enabled, host, port, security, user, from, to, allow_loopback: allowLoopback }, ctx) => {
  if (!enabled) return;
  const target = emailTarget({ host, port, security, user, from, to, allowLoopback });
  if (!target.ok) ctx.addIssue({ code: "custom", path: [], message: target.error });
});
