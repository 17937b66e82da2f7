/**
 * Notifications: levels, the words for each fact, what is held back and how that is said, and the channels that carry them
 * out of the process (console, webhook). It knows texts, queues and addresses of the outside; it must never know actors,
 * stores or how a decision is made, and it tells no secret.
 * @module
 */
export { type ConsoleOptions, createConsole } from "./console_channel.ts";
export { describe } from "./describe.ts";
export * from "./desk.ts";
export { type Fact, isFact, type SystemFact } from "./fact.ts";
export * from "./level.ts";
export * from "./notification.ts";
export type { Failure } from "./outlet.ts";
export type { Delivery, GivenUp, OutletCounts, OutletSpec, OutletState } from "./outlet_state.ts";
export type { RetrySpec } from "./retry.ts";
export * from "./roll_up.ts";
export * from "./schema.ts";
export { redact, secretsOfUrl } from "./secrets.ts";
export { type Units } from "./units.ts";
export { type Channel, createWebhook, type Outcome, type WebhookOptions } from "./webhook.ts";
export { type WebhookTarget, webhookTarget } from "./webhook_target.ts";
