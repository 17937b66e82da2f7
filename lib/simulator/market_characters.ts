/** What one simulated instrument is like, in hourly terms. */
export interface MarketCharacter {
  /** Price the market hangs about, over years. */
  readonly home: number;
  /** Volatility of a usual hour as a fraction of the price. Returns of years spread 1.5 times as far: hours differ. */
  readonly volatility: number;
  /** Turnover of a usual hour in quote currency. */
  readonly turnover: number;
  /** Weight of the market's shock in its own, 0..1: two returns correlate by somewhat less than the weights' product. */
  readonly commonWeight: number;
  /** Spread of the part of ln(turnover) that the range does not explain. */
  readonly turnoverNoise: number;
  /** Spread of the book in a usual hour, bps; never less than a tick. */
  readonly spreadBps: number;
}

function character(
  home: number,
  volatility: number,
  turnover: number,
  commonWeight: number,
  turnoverNoise: number,
  spreadBps: number,
): MarketCharacter {
  return { home, volatility, turnover, commonWeight, turnoverNoise, spreadBps };
}

/**
 * Characters of the simulated instruments, in their order. ALFA is fitted to BTC, CHARLIE to LTC, FOXTROT to ADA, HOTEL leans
 * to DOGE (perpetuals on Binance, 2020 to 2022); the others lie in between. Homes are round numbers.
 */
export const CHARACTERS: readonly MarketCharacter[] = [
  character(40_000, 0.0055, 330e6, 0.94, 0.37, 0.02),
  character(2_500, 0.0076, 200e6, 0.93, 0.4, 0.04),
  character(320, 0.0085, 50e6, 0.9, 0.53, 0.3),
  character(90, 0.0089, 40e6, 0.87, 0.53, 0.4),
  character(24, 0.0093, 30e6, 0.85, 0.53, 0.5),
  character(6, 0.0097, 25e6, 0.82, 0.53, 0.6),
  character(1.1, 0.0105, 20e6, 0.76, 0.55, 1),
  character(0.12, 0.012, 20e6, 0.56, 0.65, 1.2),
];
