import type { ClosedCandle } from "../port.ts";

/** Time goes on in such steps. */
const STEP_MS = 100;

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/**
 * For tests: time that runs up to `speed` times as fast as the machine's, and timers that keep to it. It goes on by steps of
 * the event loop, so on a busy machine, where everything takes longer, this time takes longer too.
 */
export class FastTime implements MarketTime {
  readonly startMs = Date.now();
  #nowMs = this.startMs;
  #timers: Timer[] = [];
  #isOver = false;

  constructor(readonly speed: number) {
    this.#go();
  }

  nowMs = (): number => this.#nowMs;

  setTimer = (run: () => void, delayMs: number): Timer => {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return timer;
  };

  clearTimer = (timer: unknown): void => {
    this.#timers = this.#timers.filter((it) => it !== timer);
  };

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(resolve, ms));
  }

  end(): void {
    this.#isOver = true;
  }

  #go(): void {
    if (this.#isOver) return;
    this.#nowMs += STEP_MS;
    const due = this.#timers.filter(({ dueMs }) => dueMs <= this.#nowMs).sort((a, b) => a.dueMs - b.dueMs);
    this.#timers = this.#timers.filter(({ dueMs }) => dueMs > this.#nowMs);
    for (const { run } of due) run();
    setTimeout(() => this.#go(), STEP_MS / this.speed);
  }
}

export const BAR_MS = 60_000;

/** For tests: what a market's time is asked for. */
export interface MarketTime {
  nowMs(): number;
  setTimer(run: () => void, delayMs: number): unknown;
}

/** For tests: a market of one-minute bars whose true candles are known. */
export class Market {
  /** Bars that the venue's history leaves out, and changed closes, by "symbol openMs". */
  readonly absent = new Set<string>();
  readonly corrected = new Map<string, number>();

  /** `skewMs` is the venue's clock minus the feed's. */
  constructor(readonly time: MarketTime, readonly skewMs: number) {}

  nowMs(): number {
    return this.time.nowMs() + this.skewMs;
  }

  openOf(ms: number): number {
    return Math.floor(ms / BAR_MS) * BAR_MS;
  }

  /** The candle when it is over: whole numbers that any wire format keeps. */
  candle(symbol: string, openMs: number): ClosedCandle {
    const n = openMs / BAR_MS, salt = symbol.charCodeAt(0);
    const open = 20_000 + (n * 37 + salt) % 500, move = (n * 53 + salt) % 91 - 45;
    const close = this.corrected.get(`${symbol} ${openMs}`) ?? open + move;
    return {
      ...{ symbol, openMs, open, close, high: Math.max(open, close) + 3, low: Math.min(open, close) - 2 },
      volume: 100 + n % 40,
    };
  }

  /** The candle as it stands now. */
  forming(symbol: string, openMs: number): ClosedCandle {
    const end = this.candle(symbol, openMs);
    if (this.nowMs() - openMs >= BAR_MS) return end;
    return { ...end, close: end.open, high: end.open, low: end.open, volume: 1 };
  }

  /** Candles a page gives, the open one last. */
  page(symbol: string, fromMs: number, limit: number): ClosedCandle[] {
    const rows: ClosedCandle[] = [];
    const firstMs = Math.ceil(fromMs / BAR_MS) * BAR_MS;
    for (let i = 0; i < limit && firstMs + i * BAR_MS <= this.nowMs(); i++) {
      const openMs = firstMs + i * BAR_MS;
      if (!this.absent.has(`${symbol} ${openMs}`)) rows.push(this.forming(symbol, openMs));
    }
    return rows;
  }
}
