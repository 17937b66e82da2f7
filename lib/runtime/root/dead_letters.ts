/** What could not be delivered, counted by reason, with the newest kept to be looked at. Changed in place. */
export interface DeadLetters {
  readonly counts: Map<string, number>;
  readonly newest: DeadLetter[];
}

export interface DeadLetter {
  readonly reason: string;
  /** Sender and receiver, or what else tells a person where to look. */
  readonly what: string;
}

const KEPT = 100;

export const DeadLetters = { create, add };

function create(): DeadLetters {
  return { counts: new Map(), newest: [] };
}

/** Counts one. Beyond the newest 100 only the counts stay. */
function add(letters: DeadLetters, letter: DeadLetter): void {
  letters.counts.set(letter.reason, (letters.counts.get(letter.reason) ?? 0) + 1);
  letters.newest.push(letter);
  if (letters.newest.length > KEPT) letters.newest.shift();
}
