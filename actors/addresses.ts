/** Where actors are reached. One paper venue in this step; a venue's id is part of its actors' addresses. */
export const ADDRESS = {
  venue: "venue/paper",
  /** The market's own clock, where the market does not wait. */
  clock: "clock/paper",
  feed: "feed/paper",
  /** Where candles of a real venue come in. */
  live: "live/paper",
  risk: "risk",
  execution: "execution/paper",
  reconciliation: "reconciliation/paper",
  guardian: "guardian/paper",
  reporter: "reporter",
  notifier: "notifier",
  admin: "admin",
  symbol: (symbol: string): string => `symbol/paper/${symbol}`,
  /** Where a channel of the notifier leaves the process. */
  port: (channel: string): string => `port/${channel}`,
} as const;
