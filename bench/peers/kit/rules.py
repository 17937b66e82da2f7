"""The one strategy that every contender runs: ../README.md in words, with the numbers of ../rules.ts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from candles import Candles

FAST_PERIOD = 12
SLOW_PERIOD = 26
ATR_PERIOD = 14
STOP_ATR = 2.0
TARGET_ATR = 3.0
FEE = 0.0004
"""Of the value traded, each side."""
EQUITY = 10_000.0
NOTIONAL = 100.0
STEPS_PER_UNIT = 100_000_000
"""Quantities are whole numbers of 1e-8 base units."""


class Signals(NamedTuple):
    """What the rules say at each bar's close."""

    crossed_up: NDArray[np.bool_]
    crossed_down: NDArray[np.bool_]
    atr: NDArray[np.float64]
    """Average true range; NaN before it begins."""


def steps_at(close: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole steps of the base currency that a signal at each close buys or sells."""
    return np.floor(NOTIONAL / close * STEPS_PER_UNIT)


def signals_of(candles: Candles) -> Signals:
    """Crosses and average true range of all bars, by TA-Lib."""
    import talib

    fast = talib.EMA(candles.close, FAST_PERIOD)
    slow = talib.EMA(candles.close, SLOW_PERIOD)
    up, down = crosses_of(fast, slow)
    return Signals(up, down, talib.ATR(candles.high, candles.low, candles.close, ATR_PERIOD))


def crosses_of(
    fast: NDArray[np.float64],
    slow: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where the fast average comes to lie above and below the slow one; never in a bar after NaN."""
    above, below = fast > slow, fast < slow
    known = ~(np.isnan(fast) | np.isnan(slow))
    up, down = np.zeros(len(fast), dtype=bool), np.zeros(len(fast), dtype=bool)
    up[1:] = above[1:] & ~above[:-1] & known[:-1]
    down[1:] = below[1:] & ~below[:-1] & known[:-1]
    return up, down
