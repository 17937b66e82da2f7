"""vectorbt: the rules as arrays for Portfolio.from_signals, compiled (Rust or Numba).

The order of a signal is placed in the signal's own row at the price of the next open: its stops are then
watched from the next row on, which is the bar of the entry. It takes one order a row, so a cross at the close
of the bar in which a stop or target was hit is lost.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import vectorbt as vbt
from outcome import Trades, read_task, report, timed
from rules import EQUITY, FEE, STEPS_PER_UNIT, STOP_ATR, TARGET_ATR, signals_of, steps_at
from vectorbt.portfolio.enums import OppositeEntryMode, StopEntryPrice, TradeStatus

if TYPE_CHECKING:
    from candles import Candles


def simulate(candles: Candles) -> pd.DataFrame:
    """The trades of the rules, open ones too, as vectorbt records them."""
    up, down, atr = signals_of(candles)
    entry = candles.next_open
    distance = np.nan_to_num(atr) / entry
    portfolio = vbt.Portfolio.from_signals(
        candles.close,
        entries=up,
        short_entries=down,
        price=entry,
        open=candles.open,
        high=candles.high,
        low=candles.low,
        size=steps_at(candles.close) / STEPS_PER_UNIT,
        fees=FEE,
        sl_stop=STOP_ATR * distance,
        tp_stop=TARGET_ATR * distance,
        stop_entry_price=StopEntryPrice.FillPrice,
        upon_opposite_entry=OppositeEntryMode.Ignore,
        init_cash=EQUITY,
    )
    return portfolio.trades.records


def trades_of(records: pd.DataFrame) -> Trades:
    """The closed trades of a result; an entry's row is the signal's, so the bar of its fill is the one after."""
    closed = records[records["status"] == TradeStatus.Closed]
    return Trades(
        side=(1 - 2 * closed["direction"]).tolist(),
        entryBar=(closed["entry_idx"] + 1).tolist(),
        exitBar=closed["exit_idx"].tolist(),
        entryPrice=closed["entry_price"].tolist(),
        exitPrice=closed["exit_price"].tolist(),
        quantity=closed["size"].tolist(),
        # its pnl is after fees
        net=closed["pnl"].tolist(),
    )


def main() -> None:
    """Runs the task of the command line."""
    task = read_task()
    records, walls, processors = timed(lambda: simulate(task.candles))
    trades = trades_of(records)
    report(
        task,
        version=version("vectorbt"),
        equity=EQUITY + sum(trades.net),
        trades=trades,
        walls=walls,
        processors=processors,
        note=f"engine {vbt.settings['engine']}" if "engine" in vbt.settings else "",
    )


if __name__ == "__main__":
    main()
