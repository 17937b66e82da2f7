// TA-Lib's own regression tables (ta_regtest, 252 daily bars), for the functions this room has.
import assert from "node:assert/strict";
import {
  Adx,
  Atr,
  Bollinger,
  correlation,
  Delta,
  Ema,
  RollingMax,
  RollingMin,
  Rsi,
  Sma,
  TrueRange,
} from "./mod.ts";
import { type Bars, readData, realDataTest, run } from "./testkit_test.ts";

const TABLES = "ref_talib/expected_tables.json";
const INPUT = "ref_talib/input_252_bars.json";

/** One line of a table: parameters, and the value that TA-Lib gave at one index of its output. */
type Row = Record<string, string | number>;

function readRows(table: string): Row[] {
  return (readData(TABLES) as Record<string, { rows: Row[] }>)[table].rows;
}

function readBars(): Bars {
  const { arrays } = readData(INPUT) as { arrays: Record<string, number[]> };
  const column = (name: string) => Float64Array.from(arrays[`TA_SREF_${name}_daily_ref_0_PRIV`]);
  const close = column("close");
  return {
    length: close.length,
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close,
    volume: column("volume"),
  };
}

/**
 * Asserts that `series` has the row's value at bar expectedBegIdx + index, to the decimals printed: at best
 * 1e-4, at worst TA-Lib's own tolerance for all its rows, 0.01.
 */
function assertRow(row: Row, series: Float64Array, suffix: string): void {
  const expected = Number(row[`oneOfTheExpectedOutReal${suffix}`]);
  const bar = Number(row.expectedBegIdx) + Number(row[`oneOfTheExpectedOutRealIndex${suffix}`]);
  const decimals = String(expected).split(".")[1]?.length ?? 0;
  // The table's 1.075 is no 1.5 x 0.7144 (its own row for one deviation): that row has two good decimals.
  const allowed = expected === 1.075 ? 0.01 : Math.max(1e-4, Math.min(0.01, 10 ** -decimals));
  const value = series[bar];
  assert.ok(Math.abs(value - expected) <= allowed, `${JSON.stringify(row)}: value is ${value}`);
}

/** Rows that give a number at all, not an error code or an empty output. */
const hasValue = (row: Row) => row.expectedRetCode === "TA_SUCCESS" && Number(row.expectedNbElement) > 0;

/**
 * Was this output computed from the first bar on, as ours? TA-Lib seeds a recursive function at startIdx -
 * lookback - unstablePeriod, so a row of a later range belongs to another series; the unstable period alone
 * only drops results from the front.
 */
const startsAtFirstBar = (row: Row, lookback: number) =>
  Number(row.expectedBegIdx) === lookback + Number(row.unstablePeriod ?? 0);

const period = (row: Row) => Number(row.optInTimePeriod);

function test(name: string, rows: number, fn: (bars: Bars) => number): void {
  Deno.test(realDataTest(`${name} equals TA-Lib's regression table in ${rows} rows`, TABLES, () => {
    assert.equal(fn(readBars()), rows);
  }));
}

/** Compares every row and returns how many there were. */
function compare(rows: Row[], series: (row: Row) => Float64Array): number {
  for (const row of rows) assertRow(row, series(row), "oneOfTheExpectedOutReal0" in row ? "0" : "");
  return rows.length;
}

test("Sma", 20, (bars) => {
  // A mean has no memory: both compatibility modes give the same.
  const rows = readRows("test_ma.c").filter((row) => hasValue(row) && row.optInMAType_1 === "TA_MAType_SMA");
  return compare(rows, (row) => {
    const state = Sma.create(period(row));
    return run(bars.length, (i) => Sma.update(state, bars.close[i]));
  });
});

test("Ema", 7, (bars) => {
  // Metastock mode seeds with the first price instead of a mean.
  const rows = readRows("test_ma.c").filter((row) =>
    hasValue(row) && row.optInMAType_1 === "TA_MAType_EMA" &&
    row.compatibility === "TA_COMPATIBILITY_DEFAULT" &&
    startsAtFirstBar(row, period(row) - 1)
  );
  return compare(rows, (row) => {
    const state = Ema.create(period(row));
    return run(bars.length, (i) => Ema.update(state, bars.close[i]));
  });
});

Deno.test(realDataTest("Sma and Ema refuse the 3 periods that TA-Lib calls bad", TABLES, () => {
  const bad = readRows("test_ma.c").filter((row) =>
    row.expectedRetCode === "TA_BAD_PARAM" && /_(SMA|EMA)$/.test(String(row.optInMAType_1))
  );
  assert.equal(bad.length, 3);
  for (const row of bad) {
    const create = row.optInMAType_1 === "TA_MAType_SMA" ? Sma.create : Ema.create;
    assert.throws(() => create(period(row)), RangeError);
  }
}));

test("Rsi", 16, (bars) => {
  // Metastock mode adds a first value from other changes.
  const rows = readRows("test_rsi.c").filter((row) =>
    hasValue(row) && row.theFunction === "TA_RSI_TEST" && row.compatibility === "TA_COMPATIBILITY_DEFAULT" &&
    startsAtFirstBar(row, period(row))
  );
  return compare(rows, (row) => {
    const state = Rsi.create(period(row));
    return run(bars.length, (i) => Rsi.update(state, bars.close[i]));
  });
});

test("TrueRange", 4, (bars) => {
  const rows = readRows("test_trange.c").filter((row) => hasValue(row) && row.doAverage === 0);
  return compare(rows, () => {
    const state = TrueRange.create();
    return run(bars.length, (i) => TrueRange.update(state, bars.high[i], bars.low[i], bars.close[i]));
  });
});

test("Atr", 13, (bars) => {
  const rows = readRows("test_trange.c").filter((row) =>
    hasValue(row) && row.doAverage === 1 && startsAtFirstBar(row, period(row))
  );
  return compare(rows, (row) => {
    const state = Atr.create(period(row));
    return run(bars.length, (i) => Atr.update(state, bars.high[i], bars.low[i], bars.close[i]));
  });
});

test("Atr as a share of the close (NATR)", 3, (bars) => {
  const rows = readRows("test_per_hlc.c").filter((row) => row.theFunction === "TA_NATR_TEST");
  return compare(rows, (row) => {
    const state = Atr.create(Number(row.optInTimePeriod1));
    return run(
      bars.length,
      (i) => 100 * Atr.update(state, bars.high[i], bars.low[i], bars.close[i]) / bars.close[i],
    );
  });
});

test("Adx", 9, (bars) => {
  const outputs: Record<string, "adx" | "plusDi" | "minusDi"> = {
    TST_ADX: "adx",
    TST_PLUS_DI: "plusDi",
    TST_MINUS_DI: "minusDi",
  };
  // Whole numbers come from TA-Lib's variant that rounds as Wilder did on paper; period 1 means unsmoothed
  // there.
  const rows = readRows("test_adx.c").filter((row) =>
    String(row.id) in outputs && period(row) > 1 && !Number.isInteger(row.oneOfTheExpectedOutReal0)
  );
  return compare(rows, (row) => {
    const state = Adx.create(period(row));
    return run(bars.length, (i) => {
      Adx.update(state, bars.high[i], bars.low[i], bars.close[i]);
      return state[outputs[String(row.id)]];
    });
  });
});

test("Bollinger", 2, (bars) => {
  const rows = readRows("test_bbands.c").filter((row) => row.optInMethod_3 === "TA_MAType_SMA");
  for (const [i, output] of (["upper", "mid", "lower"] as const).entries()) {
    for (const row of rows) {
      const state = Bollinger.create(period(row), Number(row.optInNbDevUp));
      assertRow(
        row,
        run(bars.length, (j) => (Bollinger.update(state, bars.close[j]), state[output])),
        String(i),
      );
    }
  }
  return rows.length;
});

test("Bollinger's deviation (STDDEV)", 6, (bars) =>
  compare(readRows("test_stddev.c"), (row) => {
    const k = Number(row.optInNbDeviation_1);
    const state = Bollinger.create(period(row), k);
    return run(bars.length, (i) => (Bollinger.update(state, bars.close[i]), k * state.deviation));
  }));

test("RollingMin", 22, (bars) => {
  const rows = readRows("test_minmax.c").filter((row) => hasValue(row) && row.theFunction === "TA_MIN_TEST");
  return compare(rows, (row) => {
    const state = RollingMin.create(period(row));
    return run(bars.length, (i) => RollingMin.update(state, bars.open[i]));
  });
});

test("RollingMax", 26, (bars) => {
  const rows = readRows("test_minmax.c").filter((row) => hasValue(row) && row.theFunction === "TA_MAX_TEST");
  return compare(rows, (row) => {
    const state = RollingMax.create(period(row));
    return run(bars.length, (i) => RollingMax.update(state, bars.open[i]));
  });
});

test("Delta (MOM)", 13, (bars) => {
  const rows = readRows("test_mom.c").filter((row) => hasValue(row) && row.theFunction === "TA_MOM_TEST");
  return compare(rows, (row) => {
    const state = Delta.create(period(row));
    return run(bars.length, (i) => Delta.update(state, bars.close[i]));
  });
});

test("correlation() bar by bar (CORREL)", 3, (bars) => {
  const rows = readRows("test_per_hl.c").filter((row) => row.theFunction === "TA_CORREL_TEST");
  return compare(
    rows,
    (row) =>
      run(
        bars.length,
        (i) => correlation(bars.high.subarray(0, i + 1), bars.low.subarray(0, i + 1), period(row)),
      ),
  );
});
