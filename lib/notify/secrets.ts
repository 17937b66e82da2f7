/** What a secret is replaced by. */
export const REDACTED = "[secret]";

/** Shorter parts of a URL are too common as words to be blotted out wherever they occur. */
const MIN_SEGMENT = 8;
const MIN_VALUE = 4;

/** A text without the given secrets. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
}

/**
 * What of a URL nobody may read: the whole, its path and query, long parts of the path, all values of the query, the
 * password and the user; as written and as decoded. Longest first, so that no part is left of a longer one.
 */
export function secretsOfUrl(url: string): string[] {
  const parsed = URL.parse(url);
  if (parsed === null) return url === "" ? [] : [url];
  const { href, pathname, search, hash, username, password, searchParams } = parsed;
  const segments = pathname.split("/").filter((part) => part.length >= MIN_SEGMENT);
  const values = [...searchParams.values(), username, password].filter((part) => part.length >= MIN_VALUE);
  const wholes = [url, href, pathname + search, search.slice(1), hash.slice(1)];
  const all = [...wholes.filter((part) => part.length >= MIN_SEGMENT), ...segments, ...values];
  const forms = all.flatMap((part) => [part, decoded(part), encodeURIComponent(part)]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
