"""vectorbt over many points: the averages of every period once, then Portfolio.from_signals over chunks of columns.

Order and stops are as in run.py. vectorbt itself runs one call on one core, so chunks are shared out to forked
processes. Engine and chunk are those that were quickest in a trial before the clock starts. `max_orders` is the
number of signals, twice: the default reserves an order a bar and column. Figures come from the trade records by
numpy, as the accessors of a Portfolio are slower.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import talib
import vectorbt as vbt
from candles import read_candles
from rules import ATR_PERIOD, EQUITY, FEE, STEPS_PER_UNIT, STOP_ATR, TARGET_ATR, steps_at
from vectorbt.portfolio.enums import OppositeEntryMode, StopEntryPrice, TradeStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from candles import Candles

ENGINES = ("rust", "numba")
CHUNKS = (10, 25, 50, 100, 200)
TRIED_POINTS = 200
REPEATS = 2


class Setting(NamedTuple):
    """How columns are run."""

    engine: str
    chunk: int


@dataclass(frozen=True)
class Market:
    """What all points share: columns of shape (bars, 1), and averages of shape (bars,) by period."""

    candles: Candles
    entry: NDArray[np.float64]
    size: NDArray[np.float64]
    distance: NDArray[np.float64]
    averages: dict[int, NDArray[np.float64]]

    @staticmethod
    def of(candles: Candles, periods: set[int]) -> Market:
        """The market with the averages of these periods."""
        atr = talib.ATR(candles.high, candles.low, candles.close, ATR_PERIOD)
        return Market(
            candles,
            entry=candles.next_open,
            size=steps_at(candles.close) / STEPS_PER_UNIT,
            distance=np.nan_to_num(atr) / candles.next_open,
            averages={period: talib.EMA(candles.close, period) for period in sorted(periods)},
        )


def crosses_of(market: Market, points: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where the fast average comes to lie above and below the slow one, a column a point; never in a bar after NaN."""
    fast = np.array([market.averages[period] for period in points[:, 0]])
    slow = np.array([market.averages[period] for period in points[:, 1]])
    above, below = fast > slow, fast < slow
    up, down = np.zeros_like(above), np.zeros_like(below)
    up[:, 1:] = above[:, 1:] & ~above[:, :-1]
    down[:, 1:] = below[:, 1:] & ~below[:, :-1]
    # the slow average is known from bar period - 1 on, so crosses are from bar period on
    for row, period in enumerate(points[:, 1]):
        up[row, :period] = False
        down[row, :period] = False
    return np.ascontiguousarray(up.T), np.ascontiguousarray(down.T)


def run_chunk(market: Market, points: NDArray[np.int64], engine: str) -> tuple[NDArray, NDArray]:
    """Closed trades of each point, and what they left."""
    up, down = crosses_of(market, points)
    candles = market.candles
    portfolio = vbt.Portfolio.from_signals(
        column(candles.close),
        entries=up,
        short_entries=down,
        price=column(market.entry),
        open=column(candles.open),
        high=column(candles.high),
        low=column(candles.low),
        size=column(market.size),
        fees=FEE,
        sl_stop=column(STOP_ATR * market.distance),
        tp_stop=column(TARGET_ATR * market.distance),
        stop_entry_price=StopEntryPrice.FillPrice,
        upon_opposite_entry=OppositeEntryMode.Ignore,
        init_cash=EQUITY,
        max_orders=max(1, 2 * int(np.count_nonzero(up) + np.count_nonzero(down))),
        engine=engine,
    )
    records = portfolio.trades.records_arr
    closed = records[records["status"] == TradeStatus.Closed]
    counts = np.bincount(closed["col"], minlength=len(points))
    return counts, np.bincount(closed["col"], weights=closed["pnl"], minlength=len(points))


def column(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A series as the one column that all points share."""
    return values[:, None]


def quickest(market: Market, points: NDArray[np.int64]) -> tuple[Setting, str]:
    """The setting of the least processor time over the first points, and what each took."""
    tried: list[tuple[float, Setting]] = []
    first = points[:TRIED_POINTS]
    for engine in ENGINES:
        # compiles, or loads what was compiled
        run_chunk(market, first[:1], engine)
        for chunk in CHUNKS:
            setting = Setting(engine, chunk)
            best = min(seconds_of(market, first, setting) for _ in range(REPEATS))
            tried.append((best / len(first), setting))
    told = ", ".join(f"{it.engine} {it.chunk}: {1e3 * seconds:.2f}" for seconds, it in tried)
    return min(tried)[1], f"ms a point of one process by engine and columns a call: {told}"


def seconds_of(market: Market, points: NDArray[np.int64], setting: Setting) -> float:
    """Processor time of one process for these points."""
    before = time.process_time()
    for chunk in chunks_of(points, setting.chunk):
        run_chunk(market, chunk, setting.engine)
    return time.process_time() - before


def chunks_of(points: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    """The points in order, so many at a time."""
    return [points[at : at + size] for at in range(0, len(points), size)]


MARKET: Market | None = None
"""Of a forked process; set before it is forked."""


def run_in_child(task: tuple[NDArray[np.int64], str]) -> tuple[NDArray, NDArray]:
    """run_chunk() on the market that was there at the fork."""
    assert MARKET is not None
    return run_chunk(MARKET, *task)


def run_all(
    market: Market, points: NDArray[np.int64], setting: Setting, workers: int
) -> list[tuple[NDArray, NDArray]]:
    """All points on so many processes; on this one where that is 1."""
    global MARKET  # noqa: PLW0603
    tasks = [(chunk, setting.engine) for chunk in chunks_of(points, setting.chunk)]
    if workers == 1:
        return [run_chunk(market, *task) for task in tasks]
    MARKET = market
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        done = pool.map(run_in_child, tasks, chunksize=1)
        # ended and waited for, so that what they used is known
        pool.close()
        pool.join()
    return done


def used() -> tuple[float, float]:
    """Wall and processor seconds so far, of this process and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return time.perf_counter(), processor


def peak_mib(workers: int) -> float:
    """Most memory held: this process, and where there are children, the largest of them so many times."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * workers if workers > 1 else 0
    # KiB on Linux
    return (own + children) / 1024


def main() -> None:
    """Runs the task of the command line: --candles FILE --points FILE --workers N --out FILE [--setting ENGINE:CHUNK]."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--candles", required=True)
    parser.add_argument("--points", required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", required=True)
    parser.add_argument("--setting", help="engine and columns a call, where they are known already")
    given = parser.parse_args()
    with open(given.points, encoding="utf-8") as file:
        points = np.array(json.load(file), dtype=np.int64)
    candles = read_candles(given.candles, sys.maxsize)
    periods = {int(period) for period in points.ravel()}
    if given.setting is None:
        setting, told = quickest(Market.of(candles, periods), points)
    else:
        engine, chunk = given.setting.split(":")
        setting, told = Setting(engine, int(chunk)), ""
        # compiles, or loads what was compiled
        run_chunk(Market.of(candles, periods), points[:1], engine)

    wall, processor = used()
    done = run_all(Market.of(candles, periods), points, setting, given.workers)
    wall_after, processor_after = used()
    outcome = {
        "points": len(points),
        "bars": len(candles.close),
        "workers": given.workers,
        "wallS": wall_after - wall,
        "cpuS": processor_after - processor,
        "peakMib": peak_mib(given.workers),
        "setting": f"{setting.engine}:{setting.chunk}",
        "note": f"{version('vectorbt')}, engine {setting.engine}, {setting.chunk} columns a call",
        "tried": told,
    }
    columns = {
        "trades": np.concatenate([counts for counts, _ in done]).tolist(),
        "net": np.concatenate([net for _, net in done]).tolist(),
        "sumR": [],
    }
    with open(given.out, "w", encoding="utf-8") as file:
        json.dump({**outcome, **columns}, file)
    print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main()
