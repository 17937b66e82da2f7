import { Order } from "../../../lib/domain/mod.ts";
import { openPostgresReader, openSqliteReader, type StoreReader } from "../../../lib/store/mod.ts";
import { HarbourFile, type SentOrder } from "./harbour_file.ts";
import type { TownPlace } from "./town.ts";

/** What both sides say once all is at rest, and where they differ. */
export interface TownAudit {
  readonly faults: readonly string[];
  readonly orders: number;
  readonly entries: number;
  readonly fills: number;
  readonly positions: number;
  readonly openOrders: number;
}

/** Compares the book with the exchange, after an ordered stop. */
export function auditTown({ folder, databaseUrl }: TownPlace, harbour: HarbourFile): TownAudit {
  const reader = databaseUrl === ""
    ? openSqliteReader(`${folder}/run.sqlite`)
    : openPostgresReader(databaseUrl);
  try {
    const sent = HarbourFile.sentOrders(harbour);
    const { exchange } = HarbourFile.state(harbour);
    const open = exchange.orders.flat().map(({ request }) => request.clientId);
    const faults = [
      ...fillFaults(reader, HarbourFile.fillIds(harbour)),
      ...orderFaults(reader, open),
      ...doubledFaults(sent),
      ...intentFaults(reader),
    ];
    return {
      faults,
      orders: sent.length,
      entries: sent.filter(({ isEntry, answer }) => isEntry && answer === "OrderAccepted").length,
      fills: reader.fills().length,
      positions: exchange.positions.filter(({ qtySteps }) => qtySteps > 0).length,
      openOrders: open.length,
    };
  } finally {
    reader.close();
  }
}

function fillFaults(reader: StoreReader, made: ReadonlySet<string>): string[] {
  const booked = reader.fills().map(({ fill }) => fill.fillId);
  const once = new Set(booked);
  return [
    ...[...made].filter((id) => !once.has(id)).map((id) => `fill ${id} was never booked`),
    ...[...once].filter((id) => !made.has(id)).map((id) =>
      `fill ${id} is booked, and the exchange made none`
    ),
    ...(once.size === booked.length ? [] : [`${booked.length - once.size} fills are booked twice`]),
  ];
}

function orderFaults(reader: StoreReader, open: readonly string[]): string[] {
  const ours = new Set(
    reader.orders().filter((order) => !Order.isTerminal(order)).map(({ clientId }) => clientId),
  );
  const theirs = new Set(open);
  return [
    ...[...ours].filter((id) => !theirs.has(id)).map((id) => `order ${id} is open in the book alone`),
    ...[...theirs].filter((id) => !ours.has(id)).map((id) => `order ${id} is open at the exchange alone`),
  ];
}

function doubledFaults(sent: readonly SentOrder[]): string[] {
  const accepted = sent.filter(({ answer }) => answer === "OrderAccepted").map(({ clientId }) => clientId);
  const doubled = accepted.filter((id, i) => accepted.indexOf(id) !== i);
  return doubled.map((id) => `order ${id} was accepted twice`);
}

/** I2: an intent's entries never fill more than the first of them asked for. */
function intentFaults(reader: StoreReader): string[] {
  const asked = new Map<string, number>(), filled = new Map<string, number>();
  for (const { leg, intentId, qtySteps, filledSteps } of reader.orders()) {
    if (leg !== "entry") continue;
    if (!asked.has(intentId)) asked.set(intentId, qtySteps);
    filled.set(intentId, (filled.get(intentId) ?? 0) + filledSteps);
  }
  return [...filled].filter(([id, steps]) => steps > asked.get(id)!)
    .map(([id, steps]) => `intent ${id} filled ${steps} of ${asked.get(id)} steps`);
}
