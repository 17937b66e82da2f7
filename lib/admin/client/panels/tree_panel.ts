import type { ActorView, CellView, TreeView, WorkerView } from "../../views.ts";
import { decimal } from "../format.ts";
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
export function treePart({ cells, deadLetters, staleWrites }: TreeView): Part[] {
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
      cells.map((cell) => h("tbody", { key: cell.id }, cellRows(cell))),
    ),
    h(
      "p",
      { class: "muted foot" },
      `${decimal(dead, 0)} dead letters, ${decimal(staleWrites, 0)} stale writes refused`,
    ),
  ];
}

function cellRows(cell: CellView): Part[] {
  const isUp = cell.pid !== null;
  // its process is there at once; it is back when its threads are
  const state = isUp ? stateOf(cell.workers.every((worker) => worker.isUp), false) : badge("down", "bad");
  const name = [h("strong", {}, cell.id), h("small", {}, isUp ? `process ${cell.pid}` : "no process")];
  return [
    row("cell", cell.id, name, state, cell.restarts, null, ""),
    ...cell.workers.flatMap((worker) => workerRows(worker)),
  ];
}

function workerRows(worker: WorkerView): Part[] {
  const { id, isUp, restarts, actors, lastError } = worker;
  // a thread with one actor of its own name needs no line of its own
  const isOne = actors.length === 1;
  const own = isOne ? [] : [
    row(
      "worker",
      `${worker.cell} ${id}`,
      [id, h("small", {}, `life ${worker.incarnation}`)],
      stateOf(isUp, false),
      restarts,
      null,
      lastError,
    ),
  ];
  return [...own, ...actors.map((actor) => actorRow(actor, isUp, isOne))];
}

function actorRow(actor: ActorView, isUp: boolean, isAlone: boolean): Part {
  const { address, worker, cell, isHalted, restarts, lastError } = actor;
  const state = stateOf(isUp, isHalted);
  const name = [h("code", {}, address)];
  return row(
    `actor ${isAlone ? "alone" : ""}`.trim(),
    `${cell} ${worker} ${address}`,
    name,
    state,
    restarts,
    actor,
    lastError,
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
  lastError: string,
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
    h("td", { class: "error", title: lastError === "" ? null : lastError }, lastError),
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
