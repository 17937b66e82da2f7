import { encodeState } from "../../../lib/core/mod.ts";
import { type Envelope, type HandledInput, MARKET, messageId } from "../../../lib/runtime/mod.ts";
import { type Audit, Faults } from "./audit.ts";

interface Delivery {
  readonly faults: Faults;
  /** Sent and not handled, by message id. */
  readonly underWay: Map<string, Envelope>;
  /** Newest input number, by actor. */
  readonly inputNos: Map<string, number>;
  /** Newest seq sent, by actor. */
  readonly sent: Map<string, number>;
  /** Newest seq handled, by sender, receiver and lane. */
  readonly seen: Map<string, number>;
}

/**
 * Nothing lost, doubled, changed or overtaken: every input is one that was sent and not handled before, as it was sent;
 * per sender, receiver and lane in the order sent; each account's inputs and sends are numbered without gaps; and what
 * was sent and not handled is in the outbox, and nothing else is.
 */
export function auditDelivery(faults: Faults): Audit {
  const audit: Delivery = {
    ...{ faults, underWay: new Map(), inputNos: new Map(), sent: new Map(), seen: new Map() },
  };
  return {
    row({ handled }) {
      checkNumber(audit, handled);
      checkOrder(audit, handled.input);
      if (handled.input.from !== MARKET) checkSent(audit, handled.input);
      takeSends(audit, handled);
    },
    end: (outbox) => checkOutbox(audit, outbox),
  };
}

function checkNumber({ faults, inputNos }: Delivery, { actor, inputNo, input }: HandledInput): void {
  const expected = (inputNos.get(actor) ?? 0) + 1;
  inputNos.set(actor, inputNo);
  if (inputNo !== expected) Faults.add(faults, `${actor} goes on with input ${inputNo}, not ${expected}`);
  if (input.to !== actor) {
    Faults.add(faults, `${actor} handled ${messageId(input)}, which was for ${input.to}`);
  }
}

function checkOrder({ faults, seen }: Delivery, input: Envelope): void {
  const link = `${input.from} to ${input.to} on lane ${input.lane}`;
  const last = seen.get(link) ?? 0;
  seen.set(link, Math.max(last, input.seq));
  if (input.seq <= last) Faults.add(faults, `From ${link}, ${input.seq} was handled after ${last}`);
}

function checkSent({ faults, underWay }: Delivery, input: Envelope): void {
  const id = messageId(input);
  const sent = underWay.get(id);
  underWay.delete(id);
  if (sent === undefined) Faults.add(faults, `${input.to} handled ${id}, which was not under way`);
  else if (content(sent) !== content(input)) {
    Faults.add(faults, `${input.to} handled another ${id} than was sent`);
  }
}

function takeSends(
  { faults, underWay, sent }: Delivery,
  { actor, inputNo, sends, seqAfter }: HandledInput,
): void {
  let last = sent.get(actor) ?? 0;
  for (const send of sends) {
    if (send.from !== actor || send.seq !== last + 1) {
      Faults.add(faults, `${actor} sent ${messageId(send)} after ${actor}#${last}`);
    }
    last = send.seq;
    underWay.set(messageId(send), send);
  }
  sent.set(actor, seqAfter);
  if (seqAfter !== last) {
    Faults.add(faults, `${actor} counts ${seqAfter} sends after input ${inputNo}, not ${last}`);
  }
}

function checkOutbox({ faults, underWay }: Delivery, outbox: readonly Envelope[]): void {
  const stored = new Map(outbox.map((envelope) => [messageId(envelope), envelope]));
  for (const [id, sent] of underWay) {
    const found = stored.get(id);
    if (found === undefined) Faults.add(faults, `${id} was sent, and is neither handled nor in the outbox`);
    else if (content(found) !== content(sent)) {
      Faults.add(faults, `${id} is another in the outbox than was sent`);
    }
  }
  for (const id of stored.keys()) {
    if (!underWay.has(id)) Faults.add(faults, `${id} is in the outbox and not under way`);
  }
}

/** All but the time: that of the handling may be later than that of the send. */
function content(envelope: Envelope): string {
  return encodeState({ ...envelope, atMs: 0 });
}
