"""freqtrade: the rules as an IStrategy on its Backtesting class, with a made-up market and no exchange.

Everything that would ask a server (markets, leverage tiers, funding) is given to its objects directly; the
loop over candles, the orders and the wallets are its own.
"""

from __future__ import annotations

import logging
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from freqtrade.configuration import TimeRange
from freqtrade.enums import RunMode
from freqtrade.optimize.backtesting import Backtesting
from freqtrade.resolvers import ExchangeResolver
from outcome import Trades, read_task, report, timed
from rules import EQUITY, FEE, NOTIONAL

if TYPE_CHECKING:
    from candles import Candles
    from freqtrade.exchange import Exchange

PAIR = "BTC/USDT:USDT"
STEP = 1e-8
FUNDING_SECONDS = 8 * 3_600
MOST_STAKE = 1e9


def config_of(timeframe_ms: int, workspace: str) -> dict[str, object]:
    """The configuration of a backtest of one pair."""
    return {
        "runmode": RunMode.BACKTEST,
        "dry_run": True,
        "dry_run_wallet": EQUITY,
        "stake_currency": "USDT",
        "stake_amount": NOTIONAL,
        "tradable_balance_ratio": 1.0,
        "max_open_trades": 1,
        "fee": FEE,
        "timeframe": "1m" if timeframe_ms == 60_000 else "1h",
        "trading_mode": "futures",
        "margin_mode": "isolated",
        "strategy": "EmaCross",
        "strategy_path": str(Path(__file__).parent / "strategies"),
        "exchange": {"name": "binance", "pair_whitelist": [PAIR], "pair_blacklist": []},
        "pairlists": [{"method": "StaticPairList"}],
        "entry_pricing": {"price_side": "other"},
        "exit_pricing": {"price_side": "other"},
        "dataformat_ohlcv": "feather",
        "datadir": Path(workspace),
        "user_data_dir": Path(workspace),
        "export": "none",
        "internals": {},
    }


def exchange_of(config: dict[str, object]) -> Exchange:
    """An exchange that was never connected, with one market of steps of 1e-8 and no limits."""
    exchange = ExchangeResolver.load_exchange(config, validate=False, load_leverage_tiers=False)
    exchange._markets = {
        PAIR: {
            "id": "BTCUSDT",
            "symbol": PAIR,
            "base": "BTC",
            "quote": "USDT",
            "settle": "USDT",
            "active": True,
            "type": "swap",
            "swap": True,
            "spot": False,
            "linear": True,
            "inverse": False,
            "contractSize": 1,
            "precision": {"amount": STEP, "price": STEP},
            "limits": {
                "amount": {"min": None, "max": None},
                "cost": {"min": None, "max": None},
                "leverage": {"min": 1, "max": 100},
                "price": {"min": None, "max": None},
            },
            "info": {},
        },
    }
    tier = {
        "minNotional": 0,
        "maxNotional": MOST_STAKE,
        "maintenanceMarginRate": 0.004,
        "maintAmt": 0,
        "maxLeverage": 100,
    }
    exchange._leverage_tiers = {PAIR: [tier]}
    return exchange


def frame_of(candles: Candles) -> pd.DataFrame:
    """The candles as freqtrade reads them."""
    return pd.DataFrame({
        "date": pd.to_datetime(candles.open_ms.astype("int64"), unit="ms", utc=True),
        "open": candles.open,
        "high": candles.high,
        "low": candles.low,
        "close": candles.close,
        "volume": candles.volume,
    })


def simulate(backtesting: Backtesting, candles: Candles) -> pd.DataFrame:
    """The trades of the rules, as freqtrade records them."""
    # it writes its columns into the frame
    backtesting.backtest_one_strategy(backtesting.strategylist[0], {PAIR: frame_of(candles)}, TimeRange())
    return backtesting.all_bt_content["EmaCross"]["results"]


def trades_of(table: pd.DataFrame, candles: Candles) -> Trades:
    """The trades that a stop or a target ended; an exit is stamped with the open of its candle."""
    table = table[table["exit_reason"] != "force_exit"].sort_values("open_date", kind="stable")

    def bars(dates: pd.Series) -> list[int]:
        return np.searchsorted(candles.open_ms, [date.timestamp() * 1_000 for date in dates]).tolist()

    return Trades(
        side=np.where(table["is_short"], -1, 1).tolist(),
        entryBar=bars(table["open_date"]),
        exitBar=bars(table["close_date"]),
        entryPrice=table["open_rate"].tolist(),
        exitPrice=table["close_rate"].tolist(),
        quantity=table["amount"].tolist(),
        # its profit is after fees
        net=table["profit_abs"].tolist(),
    )


def main() -> None:
    """Runs the task of the command line."""
    logging.disable(logging.WARNING)
    task = read_task()
    config = config_of(task.timeframe_ms, task.workspace)
    backtesting = Backtesting(config, exchange_of(config))
    # the rules know no funding
    backtesting.futures_data = {PAIR: pd.DataFrame()}
    backtesting.funding_fee_timeframe_secs = FUNDING_SECONDS
    table, walls, processors = timed(lambda: simulate(backtesting, task.candles))
    trades = trades_of(table, task.candles)
    report(
        task,
        version=version("freqtrade"),
        equity=EQUITY + sum(trades.net),
        trades=trades,
        walls=walls,
        processors=processors,
    )


if __name__ == "__main__":
    main()
