"""One run of one contender: its arguments, its clock, and the JSON it answers with."""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, TypeVar

from candles import Candles, read_candles

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = 3
"""Trades on the line that is printed; all of them are in the file."""
REPEAT_BELOW_S = 10.0
"""A run shorter than this is timed again, as its first one may compile code."""
REPEATS = 3

T = TypeVar("T")


@dataclass
class Trades:
    """Closed trades as columns, oldest first; bars are indices into the candles, `side` is 1 or -1."""

    side: list[int] = field(default_factory=list)
    entryBar: list[int] = field(default_factory=list)  # noqa: N815 (names of the JSON)
    exitBar: list[int] = field(default_factory=list)  # noqa: N815
    entryPrice: list[float] = field(default_factory=list)  # noqa: N815
    exitPrice: list[float] = field(default_factory=list)  # noqa: N815
    quantity: list[float] = field(default_factory=list)
    net: list[float] = field(default_factory=list)
    """Profit after both fees, as the contender itself booked it."""

    def head(self) -> dict[str, list[float]]:
        """The first rows of every column."""
        return {name: column[:HEAD] for name, column in asdict(self).items()}


@dataclass(frozen=True)
class Task:
    """What one run is asked for."""

    candles: Candles
    timeframe_ms: int
    out: str
    workspace: str
    """An empty folder of this run's own, for a contender that writes files."""


def read_task() -> Task:
    """The task of the command line: --candles FILE --timeframe-ms N --bars N --out FILE --workspace FOLDER."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--candles", required=True)
    parser.add_argument("--timeframe-ms", type=int, required=True)
    parser.add_argument("--bars", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--workspace", required=True)
    given = parser.parse_args()
    return Task(read_candles(given.candles, given.bars), given.timeframe_ms, given.out, given.workspace)


def timed(run: Callable[[], T]) -> tuple[T, list[float], list[float]]:
    """The result of a run, and the seconds it took by the wall and of the processor; short ones are run again."""
    walls: list[float] = []
    processors: list[float] = []
    while True:
        wall, processor = time.perf_counter(), time.process_time()
        result = run()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
        if len(walls) == REPEATS or walls[0] > REPEAT_BELOW_S:
            return result, walls, processors


def report(
    task: Task,
    *,
    version: str,
    equity: float,
    trades: Trades,
    walls: list[float],
    processors: list[float],
    note: str = "",
) -> None:
    """Writes the whole outcome to the task's file, and prints it as one line with the first trades alone."""
    # ru_maxrss is in KiB on Linux
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    outcome = {
        "version": version,
        "bars": len(task.candles.close),
        "seconds": walls,
        "cpuSeconds": processors,
        "peakMib": peak_mib,
        "equity": equity,
        "count": len(trades.side),
        "note": note,
    }
    with open(task.out, "w", encoding="utf-8") as file:
        json.dump({**outcome, "trades": asdict(trades)}, file)
    print(json.dumps({**outcome, "head": trades.head()}), flush=True)
