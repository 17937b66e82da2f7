// deno-lint-ignore-file no-console
/**
 * One size of the growth table, in a process of its own so that its memory is its own:
 * `growth_case.ts SYSTEM BARS SYMBOLS` prints {"ms", "peakMib"} of the run alone and of the whole process.
 *
 * @module
 */
import { runMs, shippedCase, type ShippedSystem } from "./cases.ts";

const [system, bars, symbols] = Deno.args;
const spec = shippedCase(system as ShippedSystem, Number(bars), Number(symbols));
const ms = runMs(spec);
// what the kernel says of this program alone: a process begins with its parent's highest mark in its resource usage
const peakKib = /VmHWM:\s*(\d+)/.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
console.log(JSON.stringify({ ms, peakMib: Number(peakKib) / 1024 }));
