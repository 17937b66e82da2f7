// deno-lint-ignore-file no-console
import { parseArgs } from "node:util";

/** A campaign under way: what it finds wrong, and what ends it early. */
export interface Campaign {
  readonly name: string;
  readonly breaches: string[];
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

export const Campaign = { breach, run, readNumbers };

/** Prints a breach and keeps it. */
function breach({ breaches }: Campaign, what: string): void {
  console.log(`  BREACH ${what}`);
  breaches.push(what);
}

/**
 * Runs a campaign in a folder of its own, which is deleted in the end, and exits: 0 if nothing was found, 1 if something
 * was (an error too), 2 for wrong options. `work` must end its processes itself, also when `signal` aborts.
 */
async function run<T>(
  name: string,
  readOptions: () => T,
  work: (campaign: Campaign, options: T, folder: string) => Promise<void>,
): Promise<never> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort(new Error(`Stopped by ${signal}`)));
  }
  const campaign: Campaign = { name, breaches: [], signal: stop.signal };
  const options = optionsOrExit(readOptions);
  const folder = await Deno.makeTempDir({ prefix: `${name.replace(":", "_")}_` });
  const startMs = performance.now();
  console.log(`${name} ${JSON.stringify(options)}`);
  try {
    await work(campaign, options, folder);
  } catch (error) {
    breach(campaign, String(error));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const { length } = campaign.breaches;
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(0);
  console.log(
    length === 0 ? `${name} passed, ${seconds} s` : `${name} FAILED: ${length} breaches, ${seconds} s`,
  );
  Deno.exit(length === 0 ? 0 : 1);
}

function optionsOrExit<T>(readOptions: () => T): T {
  try {
    return readOptions();
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(2);
  }
}

/**
 * Options that are all whole numbers from 0, by their names with what they are where they are not given. Throws
 * TypeError on an unknown one, RangeError on what is no such number.
 */
function readNumbers<K extends string>(args: readonly string[], defaults: Readonly<Record<K, number>>) {
  const names = Object.keys(defaults) as K[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options });
  return Object.fromEntries(
    names.map((name) => [name, numberOf(name, values[name], defaults[name])]),
  ) as Record<
    K,
    number
  >;
}

function numberOf(name: string, given: string | boolean | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (/^\d+$/.test(String(given)) && Number.isSafeInteger(value)) return value;
  throw new RangeError(`Cannot run as --${name} must be a whole number: current value is "${given}"`);
}
