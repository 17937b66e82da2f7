// deno-lint-ignore-file no-console
/**
 * Runs the benches and prints bars per second: `deno task bench [file ...]`. A bench's name ends in the number of bars of
 * one iteration. Ratios are to the first row of its file, measured in the same run.
 *
 * @module
 */
interface BenchResult {
  readonly ok?: { readonly avg: number; readonly p75: number; readonly min: number };
}
interface Bench {
  readonly name: string;
  readonly origin: string;
  readonly results: readonly BenchResult[];
}

const files = Deno.args.length > 0 ? Deno.args : ["bench/core.ts", "bench/indicators.ts"];
let failed = 0, measured = 0;
for (const file of files) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bench", "--json", "--no-prompt", "--frozen", "--allow-read", "--allow-env", file],
  }).output();
  if (code !== 0) {
    console.error(new TextDecoder().decode(stderr));
    failed += 1;
    continue;
  }
  const { benches }: { benches: Bench[] } = JSON.parse(new TextDecoder().decode(stdout));
  console.log(`\n${file}`);
  let first = 0;
  for (const { name, results } of benches) {
    const result = results[0]?.ok;
    const bars = Number(/([\d,_]+)(k?) bars/.exec(name)?.[1]?.replaceAll(/[,_]/g, "")) *
      (/k bars/.test(name) ? 1000 : 1);
    if (result === undefined || !(bars > 0)) {
      console.log(`  ${name}: ${result === undefined ? "failed" : "no number of bars in its name"}`);
      failed += 1;
      continue;
    }
    const rate = bars / (result.avg / 1e9);
    first ||= rate;
    measured += 1;
    const text = rate >= 1e6 ? `${(rate / 1e6).toFixed(2)} M` : `${(rate / 1e3).toFixed(0)} k`;
    console.log(`  ${name.padEnd(52)} ${text.padStart(9)} bars/s   x ${(rate / first).toFixed(2)}`);
  }
}
console.log(`\n${measured} measured, ${failed} failed`);
Deno.exit(failed > 0 || measured === 0 ? 1 : 0);
