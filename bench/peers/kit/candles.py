"""Candles as the contenders get them: the .npy file that ../candle_sets.ts exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Candles(NamedTuple):
    """Columns of float64, oldest first; open_ms is the bar's open as Unix ms."""

    open_ms: NDArray[np.float64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    volume: NDArray[np.float64]

    @property
    def next_open(self) -> NDArray[np.float64]:
        """The open after each bar, where its signal is filled; the last bar has its own close there."""
        return np.append(self.open[1:], self.close[-1])


def read_candles(path: str, bars: int) -> Candles:
    """The first `bars` candles of a file, each column contiguous."""
    rows = np.load(path)[:bars]
    return Candles(*(np.ascontiguousarray(rows[:, column]) for column in range(6)))
