"""The rules as a freqtrade strategy; freqtrade finds it by the class's name in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import talib
from freqtrade.strategy import IStrategy
from rules import (
    ATR_PERIOD,
    FAST_PERIOD,
    FEE,
    SLOW_PERIOD,
    STEPS_PER_UNIT,
    STOP_ATR,
    TARGET_ATR,
    crosses_of,
    steps_at,
)

if TYPE_CHECKING:
    from datetime import datetime

    from freqtrade.persistence import Trade
    from pandas import DataFrame, Series


class EmaCross(IStrategy):
    """EMA cross with a bracket of average true ranges."""

    INTERFACE_VERSION = 3
    can_short = True
    process_only_new_candles = True
    startup_candle_count = 0
    use_exit_signal = False
    use_custom_stoploss = True
    use_custom_roi = True
    # both far away: custom_stoploss and custom_roi say where
    stoploss = -0.99
    minimal_roi = {"0": 100.0}
    order_types = {"entry": "market", "exit": "market", "stoploss": "market", "stoploss_on_exchange": False}

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        """Adds the averages."""
        close = dataframe["close"].to_numpy()
        dataframe["fast"] = talib.EMA(close, FAST_PERIOD)
        dataframe["slow"] = talib.EMA(close, SLOW_PERIOD)
        high, low = dataframe["high"].to_numpy(), dataframe["low"].to_numpy()
        dataframe["atr"] = talib.ATR(high, low, close, ATR_PERIOD)
        dataframe["steps"] = steps_at(close)
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        """Marks the crosses; the order goes out at the next candle's open."""
        up, down = crosses_of(dataframe["fast"].to_numpy(), dataframe["slow"].to_numpy())
        dataframe["enter_long"] = up.astype(int)
        dataframe["enter_short"] = down.astype(int)
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        """Nothing but the bracket ends a trade."""
        return dataframe

    def custom_stake_amount(self, pair: str, current_rate: float, **kwargs: object) -> float:
        """The rules' quantity at the signal's close, as money; half a step more, as freqtrade rounds down."""
        steps = self.signal_candle(pair)["steps"]
        return float((steps + 0.5) / STEPS_PER_UNIT * current_rate)

    def custom_stoploss(
        self,
        pair: str,
        trade: Trade,
        current_time: datetime,
        current_rate: float,
        current_profit: float,
        after_fill: bool,
        **kwargs: object,
    ) -> float | None:
        """Where the stop is, as a part of the entry price; asked at the fill, and left there."""
        if not after_fill:
            return None
        self.signal_atr = float(self.signal_candle(pair)["atr"])
        return STOP_ATR * self.signal_atr / trade.open_rate

    def custom_roi(self, pair: str, trade: Trade, **kwargs: object) -> float:
        """What the target leaves after both fees, as a part of the stake."""
        side = -1 if trade.is_short else 1
        target = trade.open_rate + side * TARGET_ATR * self.signal_atr
        opened = trade.open_rate * (1 + side * FEE)
        return side * (target * (1 - side * FEE) / opened - 1)

    def signal_candle(self, pair: str) -> Series:
        """The last closed candle."""
        dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        return dataframe.iloc[-1]
