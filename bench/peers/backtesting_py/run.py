"""backtesting.py: the rules as a Strategy whose brackets the broker works bar by bar.

Its broker trades whole units only, so prices are given per 1e-8 base unit, and equity stays what it is. It
wants stop and target with the order, before the entry price is known; to measure them from the entry, the
order is told the next open, for that arithmetic and nothing else.
"""

from __future__ import annotations

import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
import talib
from backtesting import Backtest, Strategy
from outcome import Task, Trades, read_task, report, timed
from rules import (
    ATR_PERIOD,
    EQUITY,
    FAST_PERIOD,
    FEE,
    SLOW_PERIOD,
    STEPS_PER_UNIT,
    STOP_ATR,
    TARGET_ATR,
    crosses_of,
    steps_at,
)


class EmaCross(Strategy):
    """EMA cross with a bracket of average true ranges."""

    def init(self) -> None:
        """Computes what the rules read at each close."""
        data = self.data
        fast = self.I(talib.EMA, data.Close, FAST_PERIOD)
        slow = self.I(talib.EMA, data.Close, SLOW_PERIOD)
        self.atr = self.I(talib.ATR, data.High, data.Low, data.Close, ATR_PERIOD)
        up, down = crosses_of(np.asarray(fast), np.asarray(slow))
        self.cross = self.I(lambda: up.astype(float) - down, name="cross")

    def next(self) -> None:
        """Enters on a cross where there is no position."""
        side = self.cross[-1]
        if side == 0 or self.position:
            return
        entry, atr = self.data.NextOpen[-1], self.atr[-1]
        stop, target = entry - side * STOP_ATR * atr, entry + side * TARGET_ATR * atr
        order = self.buy if side > 0 else self.sell
        order(size=int(self.data.Steps[-1]), sl=stop, tp=target)


def frame_of(task: Task) -> pd.DataFrame:
    """The candles as the broker reads them, in quote currency per 1e-8 base unit."""
    candles = task.candles
    columns = {
        "Open": candles.open,
        "High": candles.high,
        "Low": candles.low,
        "Close": candles.close,
        "NextOpen": candles.next_open,
    }
    index = pd.to_datetime(candles.open_ms.astype("int64"), unit="ms")
    frame = pd.DataFrame(columns, index=index) / STEPS_PER_UNIT
    frame["Volume"] = candles.volume
    frame["Steps"] = steps_at(candles.close)
    return frame


def trades_of(table: pd.DataFrame) -> Trades:
    """The closed trades of a result."""
    table = table.sort_values("EntryBar")
    return Trades(
        side=np.sign(table["Size"]).astype(int).tolist(),
        entryBar=table["EntryBar"].tolist(),
        exitBar=table["ExitBar"].tolist(),
        entryPrice=(table["EntryPrice"] * STEPS_PER_UNIT).tolist(),
        exitPrice=(table["ExitPrice"] * STEPS_PER_UNIT).tolist(),
        quantity=(table["Size"].abs() / STEPS_PER_UNIT).tolist(),
        # its PnL is after commissions
        net=table["PnL"].tolist(),
    )


def main() -> None:
    """Runs the task of the command line."""
    task = read_task()
    # what is open at the end would be closed at no price of the rules
    warnings.filterwarnings("ignore", message="Some trades remain open")
    backtest = Backtest(frame_of(task), EmaCross, cash=EQUITY, commission=FEE, finalize_trades=False)
    stats, walls, processors = timed(lambda: backtest.run())
    trades = trades_of(stats["_trades"])
    report(
        task,
        version=version("backtesting"),
        equity=EQUITY + sum(trades.net),
        trades=trades,
        walls=walls,
        processors=processors,
    )


if __name__ == "__main__":
    main()
