import type { ActorView, CellView, RestartView, TreeView, WorkerView } from "../../views.ts";
import { age, decimal, minute } from "../format.ts";
import { type Child, h, type Part } from "../part.ts";
import { action, badge } from "../table.ts";

const HEADS: readonly (readonly [string, boolean])[] = [
  ["Part", false],
  ["State", false],
  ["Restarts", true],
  ["Mailbox", true],
  ["Oldest", true],
  ["Handled", true],
  ["p99", true],
  ["Last error", false],
  ["", false],
];

/** The supervision tree: cells are processes, workers threads, actors what lives in them. */
export function treePart({ cells, deadLetters, staleWrites, lately, at, ageMs }: TreeView): Part[] {
  const nowMs = Date.parse(at) + ageMs;
  const again = (part: string) => againOf(lately.find((restart) => restart.part === part), nowMs);
  const heads = HEADS.map(([label, isNumber]) => h("th", { scope: "col", class: isNumber && "num" }, label));
  const dead = Object.values(deadLetters).reduce((sum, many) => sum + many, 0);
  return [
    h(
      "table",
      { class: "tree" },
      h(
        "caption",
        { class: "hidden" },
        "The supervision tree: processes, their threads, and the actors in them",
      ),
      h("thead", {}, h("tr", {}, heads)),
      cells.map((cell) => h("tbody", { key: cell.id }, cellRows(cell, again))),
    ),
    h(
      "p",
      { class: "muted foot" },
      `${decimal(dead, 0)} dead letters, ${decimal(staleWrites, 0)} stale writes refused`,
    ),
  ];
}

/** A part's latest restart: how long ago, beside its name, and why; nothing where none is known. */
type Again = (part: string) => { readonly sign: readonly Part[]; readonly why: string };

function againOf(restart: RestartView | undefined, nowMs: number): ReturnType<Again> {
  if (restart === undefined) return { sign: [], why: "" };
  const { at, why } = restart;
  const text = `restarted ${age(Date.parse(at), nowMs)} ago`;
  return { sign: [h("small", { class: "again", title: minute(at) }, text)], why };
}

function cellRows(cell: CellView, again: Again): Part[] {
  const isUp = cell.pid !== null;
  // its process is there at once; it is back when its threads are
  const state = isUp ? stateOf(cell.workers.every((worker) => worker.isUp), false) : badge("down", "bad");
  const { sign, why } = again(cell.id);
  const process = h("small", {}, isUp ? `process ${cell.pid}` : "no process");
  const name = [h("strong", {}, cell.id), process, ...sign];
  const shared = cell.restarts > 0 ? sharedError(cell.workers) : "";
  return [
    row("cell", cell.id, name, state, cell.restarts, null, why || shared),
    ...cell.workers.flatMap((worker) => workerRows(worker, shared, again)),
  ];
}

/** What ended all threads alike ended their process: it is said once. */
function sharedError([first, ...others]: readonly WorkerView[]): string {
  return others.every(({ lastError }) => lastError === first.lastError) ? first.lastError : "";
}

function workerRows(worker: WorkerView, shared: string, again: Again): Part[] {
  const { id, isUp, restarts, actors } = worker;
  const { sign, why } = again(id);
  const text = why || (worker.lastError === shared ? "" : worker.lastError);
  // a thread with one actor of its own name needs no line of its own
  const isOne = actors.length === 1;
  const own = isOne ? [] : [
    row(
      "worker",
      `${worker.cell} ${id}`,
      [id, h("small", {}, `life ${worker.incarnation}`), ...sign],
      stateOf(isUp, false),
      restarts,
      null,
      text,
    ),
  ];
  return [...own, ...actors.map((actor) => actorRow(actor, isUp, isOne ? { sign, why: text } : null))];
}

/** `alone`: what is to be said of its thread, which has no line of its own. */
function actorRow(actor: ActorView, isUp: boolean, alone: ReturnType<Again> | null): Part {
  const { address, worker, cell, isHalted, restarts } = actor;
  const state = stateOf(isUp, isHalted);
  const name = [h("code", {}, address), ...alone?.sign ?? []];
  return row(
    alone === null ? "actor" : "actor alone",
    `${cell} ${worker} ${address}`,
    name,
    state,
    restarts,
    actor,
    alone?.why ?? "",
  );
}

function stateOf(isUp: boolean, isHalted: boolean): Part {
  return isHalted ? badge("halted", "bad") : isUp ? badge("up", "good") : badge("starting", "warn");
}

function row(
  className: string,
  key: string,
  name: readonly Child[],
  state: Part,
  restarts: number,
  actor: ActorView | null,
  text: string,
): Part {
  const num = (text: string) => h("td", { class: "num" }, text);
  const depth = actor?.depth ?? 0;
  return h("tr", { key, class: className }, [
    h("th", { scope: "row" }, name),
    h("td", {}, state),
    h("td", { class: restarts > 0 ? "num warn" : "num" }, decimal(restarts, 0)),
    num(actor === null ? "" : decimal(depth, 0)),
    num(actor === null || depth === 0 ? "" : `${decimal(actor.oldestMs, 0)} ms`),
    num(actor === null ? "" : decimal(actor.processed, 0)),
    num(actor === null ? "" : p99Text(actor.handlingUs)),
    h("td", { class: "error", title: text === "" ? null : text }, text),
    h(
      "td",
      {},
      actor === null
        ? ""
        : action("restart", actor.address, "Restart", { "aria-label": `Restart ${actor.address}` }),
    ),
  ]);
}

/** The upper bound of the bucket that holds the 99th percentile. */
function p99Text(buckets: readonly number[]): string {
  const total = buckets.reduce((sum, many) => sum + many, 0);
  if (total === 0) return "";
  let seen = 0;
  const i = buckets.findIndex((many) => (seen += many) >= 0.99 * total);
  const us = 2 ** i;
  return us < 1000 ? `${us} µs` : `${decimal(us / 1000, us < 10_000 ? 1 : 0)} ms`;
}
