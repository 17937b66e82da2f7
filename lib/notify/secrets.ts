/** What a secret is replaced by. */
export const REDACTED = "[secret]";

/** Shorter parts of a URL are too common as words to be blotted out wherever they occur. */
const MIN_SEGMENT = 8;
const MIN_VALUE = 4;

/**
 * What looks like a secret, whosever it is. Error texts of libraries, venues and crashes are told to people, and may quote an
 * address or a header. What precedes the secret is kept where it is in a group: it says what is missing.
 */
const SHAPES: readonly RegExp[] = [
  // a key in PEM, also one cut off
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs,
  // user and password of a URL, or of a database's
  /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#]+(?=@)/gi,
  // token of a Telegram bot, also in the path of its API
  /\b((?:bot)?)\d{5,15}:[A-Za-z0-9_-]{25,}/g,
  // authorization headers
  /\b((?:bearer|basic)\s+)[A-Za-z0-9+/=._~-]{8,}/gi,
  // JSON web tokens
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g,
  // key=value, key: value, "key":"value", also inside of a quoted text; bounds keep it linear
  /\b([\w-]{0,40}(?:password|passwd|passphrase|secret|token|api[_-]?key|signature)[\\"']{0,4}\s{0,4}[=:]\s{0,4}[\\"']{0,4})[^\s\\"'&,;)}]+/gi,
  /\b((?:pass|pwd|key|auth)=)[^\s"'&,;)}]+/gi,
  // long words of capitals, small letters and digits, as keys of venues and clouds are; a hash has no capitals
  /\b(?=[\w+-]{0,100}[a-z])(?=[\w+-]{0,100}[A-Z])(?=[\w+-]{0,100}\d)[A-Za-z0-9_+-]{40,}={0,2}/g,
];

/** A text without the given secrets, and without anything that looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
  return SHAPES.reduce(
    (rest, shape) => rest.replace(shape, (_, kept) => `${typeof kept === "string" ? kept : ""}${REDACTED}`),
    known,
  );
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
  return formsOf([...wholes.filter((part) => part.length >= MIN_SEGMENT), ...segments, ...values]);
}

/** What of a password or token nobody may read: as it is, in a URL, and in base64 as SMTP and HTTP send it. */
export function secretsOfValue(...values: readonly string[]): string[] {
  const long = values.filter((value) => value.length >= MIN_VALUE);
  const encoded = long.map((value) => new TextEncoder().encode(value).toBase64());
  return formsOf([...long, ...encoded]);
}

function formsOf(parts: readonly string[]): string[] {
  const forms = parts.flatMap((part) => [part, decoded(part), encodeURIComponent(part)]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
