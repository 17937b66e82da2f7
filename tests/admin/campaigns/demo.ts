// deno-lint-ignore-file no-console
/**
 * The campaign "demo": `demo.ts [--seeds 10] [--within-s 60] [--idle-s 20]`. The demo as shipped, started anew for each seed
 * from 1 on: how long until the page can be opened, until a bar is decided on and until a trade is closed and shown, and what
 * the whole tree takes of memory and processor after that. Exit code 1 where a seed shows no closed trade in time.
 *
 * @module
 */
import type { Paged, SummaryView, TradeView } from "../../../lib/admin/views.ts";
import { processFigures } from "../../bank/flood/process_figures.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { type Demo, startDemo } from "../demo_fixture.ts";

const DEFAULTS = { seeds: 10, "within-s": 60, "idle-s": 20 };
type Options = Readonly<Record<keyof typeof DEFAULTS, number>>;

/** Of the kernel's clock, which process times are counted in. */
const TICKS_PER_SECOND = 100;

async function campaign(
  it: Campaign,
  { seeds, "within-s": withinS, "idle-s": idleS }: Options,
): Promise<void> {
  const seconds: number[] = [];
  for (let seed = 1; seed <= seeds && !it.signal.aborted; seed++) {
    const startMs = Date.now();
    const since = () => (Date.now() - startMs) / 1_000;
    await using demo = await startDemo("", ["--seed", `${seed}`]);
    const pageS = since();
    await demo.until<SummaryView>("/api/summary", ({ marketTime }) => marketTime !== null);
    const barS = since();
    const { rows: [trade] } = await demo.until<Paged<TradeView>>("/api/trades", ({ total }) => total > 0);
    const tradeS = since();
    const isShown = (await demo.page("/dashboard")).includes(trade!.symbol.split("/")[0]!);
    seconds.push(tradeS);
    console.log(
      `seed ${seed}: page after ${pageS.toFixed(1)} s, first bar ${barS.toFixed(1)} s, first closed trade ` +
        `${tradeS.toFixed(1)} s (${trade!.symbol} ${trade!.side}, ${trade!.r.toFixed(2)} R)`,
    );
    if (!isShown) Campaign.breach(it, `seed ${seed}: the page does not name ${trade!.symbol}`);
    if (tradeS > withinS) {
      Campaign.breach(it, `seed ${seed}: the first closed trade took ${tradeS.toFixed(1)} s`);
    }
    if (seed === seeds) await tellOfIdling(demo, idleS);
  }
  console.log(`first closed trade after ${Math.max(...seconds).toFixed(1)} s at most`);
}

/** What the tree takes with nobody looking at it. */
async function tellOfIdling(demo: Demo, idleS: number): Promise<void> {
  const pids = await demo.processes();
  const before = pids.map(cpuSeconds);
  await new Promise((resolve) => setTimeout(resolve, idleS * 1_000));
  const used = pids.map((pid, i) => cpuSeconds(pid) - before[i]!);
  const pssMib = pids.map((pid) => processFigures(pid)?.pssMib ?? 0);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  console.log(
    `at ten bars a second, with nobody looking: ${
      (100 * sum(used) / idleS).toFixed(0)
    } % of one processor, ` +
      `${sum(pssMib).toFixed(0)} MiB PSS in ${pids.length} processes`,
  );
}

function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

if (import.meta.main) {
  await Campaign.run("demo", () => Campaign.readNumbers(Deno.args, DEFAULTS), campaign);
}
