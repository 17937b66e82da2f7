import { z } from "zod";
import type { DeliveryLimits } from "./channel.ts";
import { consoleConfig, emailConfig, telegramConfig, webhookConfig } from "./channel_schema.ts";
import type { DeskSpec } from "./desk.ts";
import type { OutletSpec } from "./outlet_state.ts";
import type { RetrySpec } from "./retry.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Each repeat waits twice as long as the one before, up to the maximum. */
const FACTOR = 2;

/** Channels that wait for somebody else. */
const REMOTE_CHANNELS = ["webhook", "telegram", "email"] as const;
export type RemoteChannel = (typeof REMOTE_CHANNELS)[number];

/** What people are told, where, and how often. It decides nothing, so it is no part of the system (nor of the run id). */
export const notifyConfig = z.strictObject({
  /** Repeats of one thing within so long are counted, and told in one summary. */
  repeat_window_minutes: z.number().positive().max(1440).default(10),
  /** Most things remembered for that. */
  repeat_topics: z.number().int().min(1).max(10_000).default(256),
  /** Most notifications per channel and window; critical ones are never held back. */
  rate_per_window: z.number().int().min(1).max(10_000).default(30),
  rate_window_minutes: z.number().positive().max(1440).default(5),
  /** Most notifications that wait for a channel. */
  queue_size: z.number().int().min(1).max(10_000).default(200),
  /** Wait before a delivery that failed is made again; doubled each time up to the maximum. */
  retry_first_seconds: z.number().min(0.1).max(3600).default(5),
  retry_max_seconds: z.number().min(0.1).max(86_400).default(300),
  retry_jitter_pct: z.number().min(0).max(100).default(20),
  /** After so long of failing deliveries a notification is given up: counted, journalled, told on the other channels. */
  give_up_minutes: z.number().min(0).max(10_080).default(60),
  give_up_critical_minutes: z.number().min(0).max(10_080).default(1440),
  /** A channel that has not answered for so long has failed. */
  answer_seconds: z.number().min(1).max(3600).default(120),
  /** Hours between two signs of life; 0 is none. */
  heartbeat_hours: z.number().int().min(0).max(24).default(1),
  console: consoleConfig.prefault({}),
  webhook: webhookConfig.prefault({}),
  telegram: telegramConfig.prefault({}),
  email: emailConfig.prefault({}),
}).superRefine((it, ctx) => {
  const fault = (path: string[], message: string) => ctx.addIssue({ code: "custom", path, message });
  if (it.retry_first_seconds > it.retry_max_seconds) {
    fault(["retry_first_seconds"], `must not exceed retry_max_seconds (${it.retry_max_seconds})`);
  }
  for (const name of REMOTE_CHANNELS) {
    const { enabled, deadline_ms } = it[name];
    if (!enabled || it.answer_seconds * SECOND_MS > deadline_ms) continue;
    fault(["answer_seconds"], `must be longer than ${name}.deadline_ms (${deadline_ms})`);
  }
  if (it.give_up_minutes > it.give_up_critical_minutes) {
    fault(["give_up_minutes"], `must not exceed give_up_critical_minutes (${it.give_up_critical_minutes})`);
  }
});
export type NotifyConfig = z.infer<typeof notifyConfig>;

/** The channels that are switched on, and how they are served. */
export function deskSpec(config: NotifyConfig): DeskSpec {
  const channels = (["console", ...REMOTE_CHANNELS] as const).map((name) => [name, config[name]] as const);
  const giveUpMs = config.give_up_minutes * MINUTE_MS;
  const outlets = channels.flatMap(([channel, { enabled, min_level }]): OutletSpec[] =>
    !enabled ? [] : [{
      channel,
      minLevel: min_level,
      perWindow: config.rate_per_window,
      rateWindowMs: config.rate_window_minutes * MINUTE_MS,
      queueSize: config.queue_size,
      retry: {
        firstMs: config.retry_first_seconds * SECOND_MS,
        maxMs: config.retry_max_seconds * SECOND_MS,
        ...{ factor: FACTOR, jitterPct: config.retry_jitter_pct },
      },
      giveUpMs: { info: giveUpMs, warning: giveUpMs, critical: config.give_up_critical_minutes * MINUTE_MS },
      answerMs: config.answer_seconds * SECOND_MS,
    }]
  );
  const repeat = { windowMs: config.repeat_window_minutes * MINUTE_MS, topics: config.repeat_topics };
  return { repeat, outlets };
}

/** How long and how often one delivery is tried, by a channel of the configuration. */
export function channelLimits(config: NotifyConfig, channel: RemoteChannel): DeliveryLimits {
  const { deadline_ms: deadlineMs, tries, again_ms: firstMs } = config[channel];
  const jitterPct = config.retry_jitter_pct;
  return { deadlineMs, tries, retry: { firstMs, factor: FACTOR, maxMs: deadlineMs, jitterPct } };
}

/** Waits between the tries of one delivery of the webhook. */
export const webhookRetry = (config: NotifyConfig): RetrySpec => channelLimits(config, "webhook").retry;
