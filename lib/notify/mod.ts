/**
 * Notifications: levels, the words for each fact, what is held back and how that is said, and the channels that carry them
 * out of the process (console, webhook, Telegram, e-mail), and the report of a day. It knows texts, queues and addresses of the outside; it must never know actors,
 * stores or how a decision is made, and it tells no secret.
 * @module
 */
export type { Channel, DeliveryLimits, Outcome } from "./channel.ts";
export { type ConsoleOptions, createConsole } from "./console_channel.ts";
export { type ComparedSides, compareSides } from "./daily/comparing.ts";
export { type DailyReport, dailyReport, reportFileName } from "./daily/daily_report.ts";
export type {
  CompareRow,
  Comparison,
  DailyReportData,
  DayBar,
  DayFigures,
  Occurrence,
  PositionRow,
  ToldRow,
  TripRow,
} from "./daily/report_data.ts";
export { ReportRows } from "./daily/rows.ts";
export { describe } from "./describe.ts";
export * from "./desk.ts";
export { createEmail, type EmailOptions } from "./email.ts";
export { type EmailPlace, type EmailSecurity, type EmailTarget, emailTarget } from "./email_target.ts";
export { type Fact, isFact, type SystemFact } from "./fact.ts";
export * from "./level.ts";
export * from "./notification.ts";
export type { Failure } from "./outlet.ts";
export type { Delivery, GivenUp, OutletCounts, OutletSpec, OutletState } from "./outlet_state.ts";
export type { RetrySpec } from "./retry.ts";
export * from "./roll_up.ts";
export * from "./schema.ts";
export { redact, secretsOfUrl, secretsOfValue } from "./secrets.ts";
export { createTelegram, type TelegramOptions } from "./telegram.ts";
export { TELEGRAM_URL, type TelegramTarget, telegramTarget } from "./telegram_target.ts";
export { resultText, type Units } from "./units.ts";
export { createWebhook, type WebhookOptions } from "./webhook.ts";
export { type WebhookTarget, webhookTarget } from "./webhook_target.ts";
