/**
 * The purity rule as data: which files decide and therefore may not look at a clock, draw a number or do I/O, and
 * the names that would let them. To allow one use, end its line with `// impure-ok: <reason>`.
 *
 * @module
 */

/** A group of pure files. */
export interface PureRoom {
  readonly files: RegExp;
  /** Files of the group that are an outside edge. */
  readonly except?: RegExp;
  /** Whether async functions are allowed. */
  readonly mayAwait: boolean;
  /** Whether a whole file may step out with a comment `// impure-file: <reason>`. */
  readonly mayStepOut: boolean;
}

/** The pure rooms. Tests in them are free. */
export const PURE_ROOMS: readonly PureRoom[] = [
  { files: /^lib\/core\//, except: /^lib\/core\/clock\.ts$/, mayAwait: false, mayStepOut: false },
  { files: /^lib\/runtime\//, mayAwait: true, mayStepOut: true },
  {
    files: /^lib\/(?:domain|indicators|market|regime|scoring|strategies|portfolio|risk|execution|trader)\//,
    mayAwait: false,
    mayStepOut: false,
  },
  { files: /^lib\/simulator\//, except: /^lib\/simulator\/wire\//, mayAwait: false, mayStepOut: false },
  {
    files: /^lib\/venues\/feed\//,
    except: /^lib\/venues\/feed\/run_feed\.ts$/,
    mayAwait: false,
    mayStepOut: false,
  },
  { files: /^lib\/(?:backtest|research)\//, mayAwait: false, mayStepOut: false },
  { files: /^actors\/(?:[^/]+\/)*behavior\.ts$/, mayAwait: false, mayStepOut: false },
];

const CLOCK =
  "it reads the host's clock, so a replay would differ; take nowMs from the message or as an argument";
const CHANCE = "it draws a number no seed controls; take the seeded Rng of lib/core as an argument";
const TIMER = "only a host keeps time; put the timer into state as a name and dueMs";
const EFFECT =
  "a pure room has no effects; return one for the host to carry out, or take a port in a room above";
const LOCALE =
  "it depends on the host's language or time zone; use the UTC form, or compare and format by hand";
const HOST = "it depends on the host; take what is needed as an argument";
const DOOR =
  "it reaches every global by name; name what is needed, and give a variable of your own another name";
const THREAD = "only a host starts or parks threads; describe the child in a spec";
const COLLECTOR =
  "it shows when memory was collected, which no replay repeats; keep the value in plain state";

/** A global that is refused wherever it is meant, whatever is done with it. */
export interface RefusedGlobal {
  readonly names: readonly string[];
  readonly why: string;
}

/** As names of fields, parameters and methods all of these stay free; as variables they are not. */
export const REFUSED_GLOBALS: readonly RefusedGlobal[] = [
  { names: ["performance"], why: CLOCK },
  { names: ["crypto", "webcrypto"], why: CHANCE },
  {
    names: ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"],
    why: TIMER,
  },
  { names: ["fetch", "console", "WebSocket", "EventSource", "XMLHttpRequest"], why: EFFECT },
  { names: ["localStorage", "sessionStorage"], why: EFFECT },
  { names: ["Deno", "process", "navigator"], why: HOST },
  { names: ["Worker", "SharedWorker", "BroadcastChannel", "MessageChannel"], why: THREAD },
  { names: ["Intl"], why: LOCALE },
  { names: ["globalThis", "self", "global", "eval", "Function"], why: DOOR },
  { names: ["WeakRef", "FinalizationRegistry"], why: COLLECTOR },
];

/** A global whose members are listed: it may only be written as `Name.member`, never passed around. */
export interface GuardedGlobal {
  readonly name: string;
  readonly allows: (member: string) => boolean;
  readonly why: string;
}

/** Globals of which a part is fine. `new Date(ms)` is judged apart. */
export const GUARDED_GLOBALS: readonly GuardedGlobal[] = [
  { name: "Date", allows: (member) => member === "UTC" || member === "parse", why: CLOCK },
  { name: "Math", allows: (member) => member !== "random", why: CHANCE },
  { name: "Temporal", allows: (member) => member !== "Now", why: CLOCK },
  { name: "Atomics", allows: (member) => !member.startsWith("wait"), why: THREAD },
  { name: "Promise", allows: () => false, why: "only lib/runtime schedules; return the value itself" },
];

/** A name that is refused even behind a dot, whatever it is read from. */
export interface RefusedMember {
  readonly names: RegExp;
  readonly why: string;
}

/** Members and imported functions. */
export const REFUSED_MEMBERS: readonly RefusedMember[] = [
  { names: /^(?:randomUUID|randomBytes|randomInt|randomFill|randomFillSync|getRandomValues)$/, why: CHANCE },
  { names: /^(?:hrtime)$/, why: CLOCK },
  { names: /^(?:toLocale\w*|localeCompare)$/, why: LOCALE },
  { names: /^(?:[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds)|getTimezoneOffset)$/, why: LOCALE },
  { names: /^to(?:Date|Time)String$/, why: LOCALE },
];

/** Why `new Date(y, m, d)` is refused. */
export const LOCAL_DATE = "it reads the parts in the host's time zone; use Date.UTC(...)";
/** Why a bare `new Date()` or `Date()` is refused. */
export const CLOCK_READ = CLOCK;
/** Why `async` and `await` are refused. */
export const ASYNC = "a pure room is synchronous; return the value, and let the host wait";
