import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { load } from "../config/shipped_fixture.ts";
import { readIntrabar } from "./intrabar.ts";

const FINER = load("simulator: { intrabar: finer }").config;

function fileOf(text: string): { readonly path: string; [Symbol.dispose](): void } {
  const path = Deno.makeTempFileSync({ suffix: ".json" });
  Deno.writeTextFileSync(path, text);
  return { path, [Symbol.dispose]: () => Deno.removeSync(path) };
}

const START_MS = Date.UTC(2024, 0, 1);
const atMs = (minute: number): number => START_MS + minute * 60_000;
const row = (minute: number) => [atMs(minute), 10, 11, 9, 10, 1];

Deno.test("readIntrabar() tells the length of the candles and keeps their holes", () => {
  using file = fileOf(JSON.stringify([0, 15, 30, 60, 75].map(row)));
  const { candles, stepMs } = readIntrabar(file.path, FINER);
  strictEqual(stepMs, 900_000);
  deepStrictEqual([...candles.openMs.slice(0, candles.length)], [0, 15, 30, 60, 75].map(atMs));
});

Deno.test("readIntrabar() refuses a file that would do nothing or tells nothing", () => {
  using file = fileOf(JSON.stringify([row(0)]));
  const refusal = (config: typeof FINER, path = file.path): string => {
    let text = "";
    throws(() => readIntrabar(path, config), (cause: Error) => (text = cause.message) !== "");
    return text;
  };
  match(refusal(load("").config), /would do nothing: simulator\.intrabar is pessimistic\. Set it to finer/);
  match(refusal(FINER), /one candle tells no way\. Give a longer file/);
  match(refusal(FINER, `${file.path}.gone`), /Cannot read intrabar candle file .*Check the path/);
});
