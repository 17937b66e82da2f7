// deno-lint-ignore-file no-console
/**
 * What the actor runtime costs: `deno task bench:runtime [--short]`. Round trips and messages per second at every distance,
 * rounds of the conductor, starts, memory; each with its ratio to what Deno alone takes for it, measured in the same run.
 * Exit code 1 if something did not run, never for being slow.
 *
 * Nothing leaves before it is committed: a round trip is two commits one after the other. Across cells the far player's
 * commit goes to the journal's cell and back as well: four times something crosses, each time over the root. The
 * store "forgetful" takes commits and keeps nothing; "sqlite" is the toy bank's, one fsync per commit.
 *
 * @module
 */
import { FULL, SHORT } from "./runtime/amounts.ts";
import { openWorkspace } from "./runtime/play_tree.ts";
import { rawFloor } from "./runtime/raw_floor.ts";
import {
  floorSection,
  inlineSection,
  memorySection,
  roundSection,
  startSection,
  treeSection,
} from "./runtime/sections.ts";
import { printSection, type Section } from "./runtime/table.ts";

/** A bench that takes longer hangs, ms. */
const LIMIT_MS = 300_000;

const unknown = Deno.args.filter((arg) => arg !== "--short");
if (unknown.length > 0) {
  console.error(`Cannot run the bench as its one option is --short: current value is ${unknown.join(" ")}`);
  Deno.exit(1);
}
const amounts = Deno.args.includes("--short") ? SHORT : FULL;
const workspace = openWorkspace();
for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => end(1, signal));
setTimeout(() => end(1, `nothing came of it within ${LIMIT_MS / 1_000} s`), LIMIT_MS);

const startMs = performance.now();
const { cpus, model } = machine();
const load = Deno.loadavg()[0].toFixed(1);
console.log(`${cpus} CPUs (${model}), load ${load}, Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`);
console.log("x: how many times the raw floor named, of this run");
let failed = 0, rows = 0;
try {
  const floor = await rawFloor(workspace, amounts.floor);
  const bench = { workspace, amounts, floor };
  show(floorSection(floor));
  await measure(() => inlineSection(bench));
  await measure(() => treeSection("forgetful", bench));
  await measure(() => treeSection("sqlite", bench));
  await measure(() => roundSection(bench));
  await measure(() => startSection(bench));
  await measure(() => memorySection(bench));
} catch (error) {
  fail(error);
}
const seconds = ((performance.now() - startMs) / 1_000).toFixed(0);
end(failed > 0 ? 1 : 0, `${rows} rows measured, ${failed} failed, ${seconds} s`);

/** One section; what goes wrong in it leaves the others as they are. */
async function measure(section: () => Section | Promise<Section>): Promise<void> {
  try {
    show(await section());
  } catch (error) {
    fail(error);
  }
}

function show(section: Section): void {
  rows += section.rows.length;
  printSection(section);
}

function fail(error: unknown): void {
  failed++;
  console.error(error instanceof Error ? error.message : error);
}

/** Cells and threads that are left end with this process. */
function end(code: number, why: string): never {
  console.log(`\n${why}`);
  workspace.end();
  Deno.exit(code);
}

function machine(): { readonly cpus: number; readonly model: string } {
  const text = Deno.readTextFileSync("/proc/cpuinfo");
  const model = /^model name\s*:\s*(.*)$/m.exec(text)?.[1] ?? Deno.build.arch;
  return { cpus: navigator.hardwareConcurrency, model };
}
