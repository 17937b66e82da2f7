/** Where actors are reached. One paper venue in this step; a venue's id is part of its actors' addresses. */
export const ADDRESS = {
  venue: "venue/paper",
  feed: "feed/paper",
  risk: "risk",
  execution: "execution/paper",
  symbol: (symbol: string): string => `symbol/paper/${symbol}`,
} as const;
