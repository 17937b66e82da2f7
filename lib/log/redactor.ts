import { formsOf } from "./secret_forms.ts";
import { redactByLook, REDACTED } from "./secret_patterns.ts";

export { REDACTED };

/** Keeps secrets out of texts. */
export interface Redactor {
  /** A text without registered secrets, however they are spelled, and without what looks like one. */
  text(text: string): string;
  /** Registers more of them; those shorter than four characters are left to the names they go by. */
  register(secrets: Iterable<string>): void;
}

/** A redactor that knows some secrets. */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | null = null;
  const redactor: Redactor = {
    text: (text) => redactByLook(pattern === null ? text : text.replace(pattern, REDACTED)),
    register(more) {
      for (const secret of more) for (const form of formsOf(secret)) forms.add(form);
      if (forms.size === 0) return;
      // longest first, so that no part is left of a longer one
      const longestFirst = [...forms].sort((a, b) => b.length - a.length);
      pattern = new RegExp(longestFirst.map((form) => RegExp.escape(form)).join("|"), "g");
    },
  };
  redactor.register(secrets);
  return redactor;
}
