"""NautilusTrader: the rules as a Strategy on its event-driven BacktestEngine, a bracket order a cross.

Its exchange knows a bar as four trades in the order open, high, low, close, and a market order sent when the
bar is published fills at that close. Its averages begin at their first input where TA-Lib begins at the mean
of the first ones, so they are given that mean first. Prices have eight decimals, as stops lie between ticks.
"""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, RiskEngineConfig
from nautilus_trader.indicators.averages import ExponentialMovingAverage, WilderMovingAverage
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import CryptoPerpetual
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.trading.strategy import Strategy
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
    from nautilus_trader.model.data import Bar

VENUE = Venue("SIM")
DECIMALS = 8
LEVERAGE = 10
NS_PER_MS = 1_000_000
VOLUME = 1e6
"""Every bar's: a thin bar must not cut an order in pieces, as the rules know no depth."""


class SeededAverage:
    """One of the engine's averages, begun with the mean of its first `period` values as TA-Lib does."""

    def __init__(self, average: ExponentialMovingAverage | WilderMovingAverage, period: int) -> None:
        self.average = average
        self.period = period
        self.first: list[float] = []

    def update(self, value: float) -> float | None:
        """Adds a value; None while there is no average yet."""
        if len(self.first) < self.period:
            self.first.append(value)
            if len(self.first) < self.period:
                return None
            value = sum(self.first) / self.period
        self.average.update_raw(value)
        return self.average.value


class EmaCross(Strategy):
    """EMA cross with a bracket of average true ranges."""

    def __init__(self, instrument: CryptoPerpetual, bar_type: BarType) -> None:
        super().__init__()
        self.instrument = instrument
        self.bar_type = bar_type
        self.fast = SeededAverage(ExponentialMovingAverage(FAST_PERIOD), FAST_PERIOD)
        self.slow = SeededAverage(ExponentialMovingAverage(SLOW_PERIOD), SLOW_PERIOD)
        self.atr = SeededAverage(WilderMovingAverage(ATR_PERIOD), ATR_PERIOD)
        self.previous_close: float | None = None
        self.above: bool | None = None
        self.below: bool | None = None

    def on_start(self) -> None:
        """Asks for the bars."""
        self.subscribe_bars(self.bar_type)

    def on_bar(self, bar: Bar) -> None:
        """Updates the averages, and enters on a cross where there is no position."""
        close = bar.close.as_double()
        fast, slow, atr = self.fast.update(close), self.slow.update(close), self.update_atr(bar, close)
        if fast is None or slow is None or atr is None:
            return
        above, below = fast > slow, fast < slow
        up, down = above and self.above is False, below and self.below is False
        self.above, self.below = above, below
        if (up or down) and self.portfolio.is_flat(self.instrument.id):
            self.enter(1 if up else -1, close, atr)

    def update_atr(self, bar: Bar, close: float) -> float | None:
        """Average true range; the first bar has no true range."""
        previous, self.previous_close = self.previous_close, close
        if previous is None:
            return None
        return self.atr.update(max(previous, bar.high.as_double()) - min(previous, bar.low.as_double()))

    def enter(self, side: int, close: float, atr: float) -> None:
        """Sends a market order with stop and target, measured from this close, which is its price."""
        orders = self.order_factory.bracket(
            instrument_id=self.instrument.id,
            order_side=OrderSide.BUY if side > 0 else OrderSide.SELL,
            quantity=Quantity(np.floor(NOTIONAL / close * STEPS_PER_UNIT) / STEPS_PER_UNIT, DECIMALS),
            sl_trigger_price=Price(close - side * STOP_ATR * atr, DECIMALS),
            tp_price=Price(close + side * TARGET_ATR * atr, DECIMALS),
        )
        self.submit_order_list(orders)


def instrument_of() -> CryptoPerpetual:
    """A linear perpetual with the rules' fee and eight decimals."""
    step = f"1e-{DECIMALS}"
    fee = Decimal(str(FEE))
    return CryptoPerpetual(
        instrument_id=InstrumentId(Symbol("BTCUSDT-PERP"), VENUE),
        raw_symbol=Symbol("BTCUSDT"),
        base_currency=BTC,
        quote_currency=USDT,
        settlement_currency=USDT,
        is_inverse=False,
        price_precision=DECIMALS,
        size_precision=DECIMALS,
        price_increment=Price.from_str(f"{Decimal(step):f}"),
        size_increment=Quantity.from_str(f"{Decimal(step):f}"),
        margin_init=Decimal("0.05"),
        margin_maint=Decimal("0.025"),
        maker_fee=fee,
        taker_fee=fee,
        ts_event=0,
        ts_init=0,
    )


def bars_of(candles: Candles, timeframe_ms: int, bar_type: BarType, instrument: CryptoPerpetual) -> list[Bar]:
    """The candles as the engine's bars, stamped when they close."""
    closes = pd.to_datetime(candles.open_ms.astype("int64") + timeframe_ms, unit="ms", utc=True)
    frame = pd.DataFrame(
        {"open": candles.open, "high": candles.high, "low": candles.low, "close": candles.close, "volume": VOLUME},
        index=closes,
    )
    return BarDataWrangler(bar_type, instrument).process(frame)


def simulate(engine: BacktestEngine, instrument: CryptoPerpetual, bar_type: BarType) -> BacktestEngine:
    """Runs the engine over its bars, from the beginning."""
    engine.reset()
    engine.clear_strategies()
    engine.add_strategy(EmaCross(instrument, bar_type))
    engine.run()
    return engine


def trades_of(engine: BacktestEngine, candles: Candles, timeframe_ms: int) -> Trades:
    """The closed positions of a run; a fill's time is the close of its bar."""
    positions = sorted(engine.cache.positions_closed(), key=lambda position: position.ts_opened)
    close_ms = candles.open_ms + timeframe_ms

    def bars(times: list[int]) -> list[int]:
        return np.searchsorted(close_ms, np.array(times) / NS_PER_MS).tolist()

    return Trades(
        side=[1 if position.entry == OrderSide.BUY else -1 for position in positions],
        entryBar=bars([position.ts_opened for position in positions]),
        exitBar=bars([position.ts_closed for position in positions]),
        entryPrice=[float(position.avg_px_open) for position in positions],
        exitPrice=[float(position.avg_px_close) for position in positions],
        quantity=[position.peak_qty.as_double() for position in positions],
        net=[position.realized_pnl.as_double() for position in positions],
    )


def main() -> None:
    """Runs the task of the command line."""
    task = read_task()
    instrument = instrument_of()
    unit = "MINUTE" if task.timeframe_ms < 3_600_000 else "HOUR"
    bar_type = BarType.from_str(f"{instrument.id}-1-{unit}-LAST-EXTERNAL")
    engine = BacktestEngine(
        BacktestEngineConfig(
            logging=LoggingConfig(bypass_logging=True),
            risk_engine=RiskEngineConfig(bypass=True),
            run_analysis=False,
        ),
    )
    engine.add_venue(
        venue=VENUE,
        # every trade a position of its own
        oms_type=OmsType.HEDGING,
        account_type=AccountType.MARGIN,
        base_currency=USDT,
        starting_balances=[Money(EQUITY, USDT)],
        default_leverage=Decimal(LEVERAGE),
    )
    engine.add_instrument(instrument)
    engine.add_data(bars_of(task.candles, task.timeframe_ms, bar_type, instrument))
    _, walls, processors = timed(lambda: simulate(engine, instrument, bar_type))
    trades = trades_of(engine, task.candles, task.timeframe_ms)
    report(
        task,
        version=version("nautilus_trader"),
        equity=EQUITY + sum(trades.net),
        trades=trades,
        walls=walls,
        processors=processors,
    )


if __name__ == "__main__":
    main()
