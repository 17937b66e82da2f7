const TEXTS = new Map<string, string>();

/**
 * A statement of the shared SQL as PostgreSQL takes it: values are numbered, and names with capitals are quoted, which
 * it would fold to lower case. No text of ours has a question mark in a literal.
 */
export function toPostgres(text: string): string {
  let translated = TEXTS.get(text);
  if (translated === undefined) TEXTS.set(text, translated = translate(text));
  return translated;
}

function translate(text: string): string {
  let values = 0;
  return text.replace(/\?/g, () => `$${++values}`).replace(/\bAS ([a-z]\w*[A-Z]\w*)/g, 'AS "$1"');
}
