import type { Packet, PacketBody } from "../tree/protocol.ts";

type FieldType = "number" | "string" | "object" | "list";

/** What a body of each kind must have. What lies deeper is taken at its word: our own threads wrote it. */
const FIELDS: Readonly<Record<PacketBody["kind"], Readonly<Record<string, FieldType>>>> = {
  Deliver: { round: "number", inputs: "list" },
  Handled: { round: "number", rows: "list", snapshots: "list" },
  TakeSnapshots: {},
  SnapshotsTaken: { snapshots: "list" },
  Link: { frames: "list", acks: "list" },
  PeerUp: { worker: "string", incarnation: "number" },
  PeerGone: { worker: "string" },
  Poisoned: { verdicts: "list" },
  Told: {},
  JournalRequest: { requestId: "number", call: "object" },
  JournalReply: { requestId: "number", result: "object" },
};

/** True for what can be read as a packet, judged by its outer two layers. */
export function isPacket(value: unknown): value is Packet {
  return hasFields(value, { to: "string", from: "string", incarnation: "number", body: "object" }) &&
    isBody(value.body);
}

function isBody(value: unknown): value is PacketBody {
  if (!hasFields(value, { kind: "string" })) return false;
  const kind = value.kind as PacketBody["kind"];
  return Object.hasOwn(FIELDS, kind) && hasFields(value, FIELDS[kind]);
}

function hasFields(
  value: unknown,
  fields: Readonly<Record<string, FieldType>>,
): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Record<string, unknown>;
  for (const name in fields) if (!isOfType(members[name], fields[name])) return false;
  return true;
}

function isOfType(value: unknown, type: FieldType): boolean {
  if (type === "list") return Array.isArray(value);
  return typeof value === type && value !== null;
}
