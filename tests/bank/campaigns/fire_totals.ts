/** What the roots and banks of a campaign came to. Changed in place. */
export interface FireTotals {
  rootsKilled: number;
  /** Ended with exit code 70, and started again. */
  rootsGaveUp: number;
  /** Told to stop under fire, and did so in order. */
  rootsStopped: number;
  /** Their bank was done. */
  rootsDone: number;
  banksAudited: number;
  /** In stepped delivery: those that came to the same states as one undisturbed on one thread. */
  banksEqual: number;
  lives: number;
  transfersAsked: number;
  transfersHandled: number;
  transfersLost: number;
  transfersDoubled: number;
  moneyBefore: bigint;
  moneyAfter: bigint;
  /** Writes of workers that hung, before they were declared dead: rightly taken. */
  forgedTaken: number;
  /** Writes of zombies, as the store refused them for their epoch. */
  forgedRefused: number;
  /** Other writes in an epoch that was over, refused as well. */
  othersRefused: number;
  /** Packets of lives that were over, refused before they got to anybody. */
  stalePackets: number;
  /** Writes in an epoch that was over, and in the store. */
  staleTaken: number;
}

export const FireTotals = { create, attempts };

function create(): FireTotals {
  return {
    ...{ rootsKilled: 0, rootsGaveUp: 0, rootsStopped: 0, rootsDone: 0 },
    ...{ banksAudited: 0, banksEqual: 0, lives: 0 },
    ...{ transfersAsked: 0, transfersHandled: 0, transfersLost: 0, transfersDoubled: 0 },
    ...{ moneyBefore: 0n, moneyAfter: 0n },
    ...{ forgedTaken: 0, forgedRefused: 0, othersRefused: 0, stalePackets: 0, staleTaken: 0 },
  };
}

/** How often somebody who was declared dead tried to write, or to be heard at all. */
function attempts({ forgedRefused, othersRefused, stalePackets, staleTaken }: FireTotals): number {
  return forgedRefused + othersRefused + stalePackets + staleTaken;
}
