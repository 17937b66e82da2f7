import { z } from "zod";
import { view } from "./view_schema.ts";

const MAX_ROWS = 1000;

const limit = (most: number) => z.int().min(1).max(most);
const symbol = z.string().min(1).max(64).describe(
  "As the venue's symbols are written, or with dashes: BTC-USDT-USDT",
);
const page = {
  limit: limit(MAX_ROWS).default(200),
  offset: z.int().min(0).max(1_000_000_000).default(0),
  symbol: symbol.optional(),
};

/** A query or body that says nothing. */
export const nothing = z.strictObject({});

export const ordersQuery = z.strictObject({ ...page, status: z.enum(["open", "all"]).default("all") });
export const tradesQuery = z.strictObject({ ...page, view: z.enum(["trades", "fills"]).default("trades") });
export const pnlQuery = z.strictObject({
  range: z.enum(["1d", "7d", "30d", "all"]).default("30d"),
  points: limit(2000).min(2).default(500).describe("At most so many, thinned evenly"),
});
export const pnlDailyQuery = z.strictObject({ days: limit(3660).default(30) });
export const decisionsQuery = z.strictObject({
  symbol: symbol.optional(),
  verdict: z.string().regex(/^[a-z_]{1,32}$/).optional(),
  before: z.iso.datetime().optional().describe("Only bars that closed before it"),
  limit: limit(MAX_ROWS).default(100),
});
export const chartQuery = z.strictObject({ bars: limit(5000).default(300) });

const seq = z.int().min(0).describe("Sequence number of an event");
const kinds = z.string().regex(
  /^[A-Za-z]{1,64}(?:,[A-Za-z]{1,64}){0,63}$/,
  "kinds of events with commas between",
)
  .optional().describe("Only these kinds, with commas between");
export const eventsQuery = z.strictObject({
  after: seq.optional().describe("Events after it, oldest first; without it the newest, newest first"),
  limit: limit(MAX_ROWS).default(200),
  kinds,
});
export const streamQuery = z.strictObject({
  after: seq.optional().describe("As the header Last-Event-ID, which is stronger"),
});

export const symbolPath = z.strictObject({ symbol });
export const decisionPath = z.strictObject({ symbol, barClose: z.iso.datetime() });
export const systemPath = z.strictObject({ id: z.string().regex(/^[\w.-]{1,64}$/) });
export const actorPath = z.strictObject({
  name: z.string().min(1).max(200).describe("Its address, URL-encoded"),
});
// nothing else: what is typed here by mistake, such as a token, would be journalled
export const versionPath = z.strictObject({
  version: z.string().regex(/^\d{1,9}-[0-9a-f]{8}$/, "A version, such as 3-0a1b2c3d"),
});

const reason = z.string().trim().min(1, "Say why, in 1 to 200 characters").max(200)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "Only one line, without control characters")
  .describe("The operator's words; they are journalled");

export const reasonBody = view("Reason", z.strictObject({ reason }));
export const flattenBody = view(
  "Flatten",
  z.strictObject({
    reason,
    confirm: z.literal("FLATTEN", 'Every position is closed at the market: confirm with "FLATTEN"'),
  }),
);
export const speedBody = view(
  "Speed",
  z.strictObject({ barsPerSecond: z.number().min(0).max(1_000_000) }),
);
export const stageBody = view(
  "Patch",
  z.strictObject({
    patch: z.record(z.string().regex(/^[a-zA-Z][\w.-]{0,119}$/), z.number())
      .refine((patch) => Object.keys(patch).length >= 1 && Object.keys(patch).length <= 64, {
        message: "Name 1 to 64 values",
      }).describe("Path -> value"),
  }),
);
export const loginBody = view(
  "Login",
  z.strictObject({
    code: z.string().min(1).max(32).optional().describe("A one-time login code"),
    token: z.string().min(1).max(512).optional().describe("The token itself"),
  }).refine(({ code, token }) => (code === undefined) !== (token === undefined), {
    message: "Give either code or token",
  }),
);

export const accepted = view(
  "Accepted",
  z.object({
    status: z.literal("accepted"),
    commandId: z.string(),
    seq: seq.describe("The event that says so"),
    text: z.string(),
  }),
);
export const loginCode = view(
  "LoginCode",
  z.object({ code: z.string(), path: z.string(), expiresAt: z.iso.datetime() }),
);
export const apiError = view(
  "Error",
  z.object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      path: z.string().describe('Part of the request it is about, e.g. "body.reason"; "" is the whole'),
      hint: z.string(),
    }),
    commandId: z.string().optional().describe("Of a command that was refused, or not answered"),
  }),
);
