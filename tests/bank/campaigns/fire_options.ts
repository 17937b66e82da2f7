import { parseArgs } from "node:util";
import { FAULT_KINDS, type FaultKind } from "../wrappers/fault_kinds.ts";

/** What the campaign is to do. */
export interface FireOptions {
  /** At least so many in each delivery. */
  readonly faults: number;
  readonly deliveries: readonly ("stepped" | "free")[];
  readonly seed: string;
  /** Per bank; a campaign plays bank after bank until its faults have happened. */
  readonly transfers: number;
  /** Mean life of a worker until its fault, ms. */
  readonly meanMs: number;
  /** Mean time between two faults from outside, ms. */
  readonly arsonMs: number;
  /** Of workers, but for loading; what is done to processes is always all of it. */
  readonly kinds: readonly FaultKind[];
  /** Banks are left in this folder, to be looked at; "" deletes them. */
  readonly keep: string;
}

export const USAGE = `deno run -A tests/bank/campaigns/fire.ts
  --faults N            in each delivery (500); the fewer, the less of each kind must happen: below 95, none
  --delivery D          stepped, free or both (both)
  --seed TEXT           of all that is drawn (from the time)
  --transfers N         per bank (400 per fault, at most 50000)
  --mean-ms N           mean life of a worker until its fault (3000)
  --arson-ms N          mean time between faults of cells and root (5000)
  --kinds K,K...        faults of workers, of ${FAULT_KINDS.join(", ")} (all)
  --keep FOLDER         keep the banks there`;

/** Reads the command's arguments. Throws TypeError on an unknown one, RangeError on a value it cannot have. */
export function readOptions(args: readonly string[], seed = `fire/${Date.now()}`): FireOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "faults": { type: "string", default: "500" },
      "delivery": { type: "string", default: "both" },
      "seed": { type: "string", default: seed },
      "transfers": { type: "string", default: "" },
      "mean-ms": { type: "string", default: "3000" },
      "arson-ms": { type: "string", default: "5000" },
      "kinds": { type: "string", default: FAULT_KINDS.join() },
      "keep": { type: "string", default: "" },
    },
  });
  const faults = wholeNumber("--faults", values.faults);
  return {
    faults,
    deliveries: deliveries(values.delivery),
    seed: values.seed,
    transfers: values.transfers === ""
      ? Math.min(400 * faults, 50_000)
      : wholeNumber("--transfers", values.transfers),
    meanMs: wholeNumber("--mean-ms", values["mean-ms"]),
    arsonMs: wholeNumber("--arson-ms", values["arson-ms"]),
    kinds: kinds(values.kinds),
    keep: values.keep,
  };
}

function deliveries(text: string): FireOptions["deliveries"] {
  if (text === "both") return ["stepped", "free"];
  if (text === "stepped" || text === "free") return [text];
  throw new RangeError(`Cannot run as --delivery must be stepped, free or both: current value is "${text}"`);
}

function kinds(text: string): readonly FaultKind[] {
  const names = text.split(",");
  const known = FAULT_KINDS.filter((kind) => names.includes(kind));
  if (known.length === names.length) return known;
  throw new RangeError(
    `Cannot run as --kinds must be some of ${FAULT_KINDS.join()}, each once: current value is "${text}"`,
  );
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`Cannot run as ${name} must be a whole number above 0: current value is "${text}"`);
}
