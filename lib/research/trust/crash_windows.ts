import type { TrialSpan } from "../sweep/mod.ts";

/** Days on which the market broke, with some of the days before. UTC, `toMs` excluded. */
export interface CrashWindow extends TrialSpan {
  readonly name: string;
}

const window = (name: string, from: string, to: string): CrashWindow => ({
  ...{ name, fromMs: Date.parse(`${from}T00:00Z`), toMs: Date.parse(`${to}T00:00Z`) },
});

/** Known crashes of crypto markets, by the days they took. */
export const CRASH_WINDOWS: readonly CrashWindow[] = [
  window("2020-03 pandemic", "2020-03-07", "2020-03-21"),
  window("2021-05-19 leverage", "2021-05-12", "2021-05-26"),
  window("2022-06 lenders", "2022-06-06", "2022-06-22"),
  window("2022-11 exchange", "2022-11-05", "2022-11-16"),
];
