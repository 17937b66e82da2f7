"""Jesse: the rules as a Strategy for research.backtest, which takes one-minute candles and no others.

Longer bars are therefore handed over as if they were minutes; the rules know no time, so nothing else
changes. Its market order fills at the close at which the strategy decides. Within a bar it walks open, low,
high, close where the bar rose, and open, high, low, close where it fell. Its indicators see the last 240
bars.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from outcome import Trades, read_task, report, timed
from rules import (
    ATR_PERIOD,
    EQUITY,
    FAST_PERIOD,
    FEE,
    NOTIONAL,
    SLOW_PERIOD,
    STEPS_PER_UNIT,
    STOP_ATR,
    TARGET_ATR,
)

if TYPE_CHECKING:
    from candles import Candles

EXCHANGE = "Bybit USDT Perpetual"
SYMBOL = "BTC-USDT"
LEVERAGE = 10
MINUTE_MS = 60_000
FIRST_MS = 1_577_836_800_000
"""2020-01-01, when the first bar is said to open."""


def strategy_class() -> type:
    """The strategy; Jesse is imported late, as it looks at the folder it is imported in."""
    import jesse.indicators as ta
    from jesse.strategies import Strategy

    class EmaCross(Strategy):
        """EMA cross with a bracket of average true ranges."""

        def __init__(self) -> None:
            super().__init__()
            self.seen = 0
            self.above = self.below = self.up = self.down = False
            self.signal_atr = float("nan")

        def before(self) -> None:
            """Reads the crosses of this close."""
            self.seen += 1
            self.up = self.down = False
            if self.seen < SLOW_PERIOD:
                return
            candles = self.candles
            fast, slow = ta.ema(candles, FAST_PERIOD), ta.ema(candles, SLOW_PERIOD)
            above, below = fast > slow, fast < slow
            if self.seen > SLOW_PERIOD:
                self.up, self.down = above and not self.above, below and not self.below
            self.above, self.below = above, below

        def should_long(self) -> bool:
            """Whether this close crossed up."""
            return self.up

        def should_short(self) -> bool:
            """Whether this close crossed down."""
            return self.down

        def go_long(self) -> None:
            """Buys at the market."""
            self.buy = self.quantity(), self.price

        def go_short(self) -> None:
            """Sells at the market."""
            self.sell = self.quantity(), self.price

        def quantity(self) -> float:
            """The rules' quantity at this close, whose average true range the bracket will need."""
            self.signal_atr = ta.atr(self.candles, ATR_PERIOD)
            return float(np.floor(NOTIONAL / self.price * STEPS_PER_UNIT) / STEPS_PER_UNIT)

        def on_open_position(self, order: object) -> None:
            """Sets stop and target, measured from the entry."""
            side = 1 if self.is_long else -1
            entry = self.position.entry_price
            self.stop_loss = self.position.qty, entry - side * STOP_ATR * self.signal_atr
            self.take_profit = self.position.qty, entry + side * TARGET_ATR * self.signal_atr

        def should_cancel_entry(self) -> bool:
            """An entry never waits."""
            return True

    return EmaCross


def candles_of(candles: Candles) -> dict[str, dict[str, object]]:
    """The candles as Jesse's rows [time, open, close, high, low, volume], a minute apart."""
    times = FIRST_MS + MINUTE_MS * np.arange(len(candles.close), dtype=float)
    rows = np.column_stack((times, candles.open, candles.close, candles.high, candles.low, candles.volume))
    return {f"{EXCHANGE}-{SYMBOL}": {"exchange": EXCHANGE, "symbol": SYMBOL, "candles": rows}}


def trades_of(rows: list[dict[str, object]], candles: Candles) -> Trades:
    """The trades that a stop or a target ended; it stamps a bar's fills with the close of that bar."""
    # what is open at the end, Jesse closes at the last price, which the rules do not
    if rows and rows[-1]["exit_price"] == candles.close[-1]:
        rows = rows[:-1]

    def bars(times: list[float]) -> list[int]:
        return [round((time - FIRST_MS) / MINUTE_MS) - 1 for time in times]

    return Trades(
        side=[1 if row["type"] == "long" else -1 for row in rows],
        entryBar=bars([row["opened_at"] for row in rows]),
        exitBar=bars([row["closed_at"] for row in rows]),
        entryPrice=[float(row["entry_price"]) for row in rows],
        exitPrice=[float(row["exit_price"]) for row in rows],
        quantity=[float(row["qty"]) for row in rows],
        # its PNL is after fees
        net=[float(row["PNL"]) for row in rows],
    )


def main() -> None:
    """Runs the task of the command line."""
    task = read_task()
    os.chdir(task.workspace)
    from jesse import research

    config = {
        "starting_balance": EQUITY,
        "fee": FEE,
        "type": "futures",
        "futures_leverage": LEVERAGE,
        "futures_leverage_mode": "cross",
        "exchange": EXCHANGE,
        "warm_up_candles": 0,
    }
    routes = [{"exchange": EXCHANGE, "strategy": strategy_class(), "symbol": SYMBOL, "timeframe": "1m"}]
    candles = candles_of(task.candles)
    result, walls, processors = timed(lambda: research.backtest(config, routes, [], candles, fast_mode=True))
    trades = trades_of(result["trades"], task.candles)
    report(
        task,
        version=version("jesse"),
        equity=EQUITY + sum(trades.net),
        trades=trades,
        walls=walls,
        processors=processors,
    )


if __name__ == "__main__":
    main()
