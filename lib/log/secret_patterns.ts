import { isSecretName } from "./secret_names.ts";

/** What a secret is replaced by. */
export const REDACTED = "[secret]";

/** Text without any of these can hold no secret by its look: most texts. */
const SUSPECT_REGEXP = /[:=@]|bearer|basic|eyJ|-----BEGIN/i;

const PEM_REGEXP = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** scheme://user:password@host. In a DSN a password may hold a slash; in a web address an "@" may stand in the path. */
const CREDENTIALS_REGEXP =
  /\b((?:https?|wss?):\/\/)[^\s/?#"'<>]+@|\b((?!https?:|wss?:|file:)[a-z][a-z\d+.-]{0,30}:\/\/)[^\s"'<>]*@/gi;
/** Bot tokens of Telegram, alone or as /bot<token>/ in a URL. */
const TELEGRAM_REGEXP = /(?<!\d)\d{6,12}:[\w-]{30,}/g;
/** Words alone follow "basic" in plain text too. */
const SCHEME_REGEXP =
  /\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=[\w.~+/=-]*[\dA-Z]|[\w.~+/=-]{16})[\w.~+/=-]{4,}/g;
const JWT_REGEXP = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g;
const COOKIE_REGEXP = /\b((?:set-)?cookie\s*[:=]\s*)[^\r\n]+/gi;
/** name=, name: and "name": also with the quotes escaped. */
const NAMED_REGEXP = /(?<![\w.-])(\w[\w.-]*)(?:\\*["'])?\s*[=:]\s*/g;
/** What stands behind it: in quotes, escaped or not, or up to the next blank or stop; an address is told by its look. */
const VALUE_REGEXP =
  /(?!\/\/|\[secret\])(?:(?:bearer|basic)\s+[^\s"',;&]+|(\\+")[^]*?(?=\\+"|$)|(")(?:[^"\\]|\\[^])*|(')[^']*|[^\s"',;&)}\]]+)/iy;

/** A text without what looks like a secret: credentials in URLs, tokens, keys, values with the name of a secret. */
export function redactByLook(text: string): string {
  if (!SUSPECT_REGEXP.test(text)) return text;
  const bare = text
    .replace(PEM_REGEXP, REDACTED)
    .replace(CREDENTIALS_REGEXP, `$1$2${REDACTED}@`)
    .replace(TELEGRAM_REGEXP, REDACTED)
    .replace(COOKIE_REGEXP, `$1${REDACTED}`);
  return redactNamed(bare).replace(SCHEME_REGEXP, `$1 ${REDACTED}`).replace(JWT_REGEXP, REDACTED);
}

/** Without the values that have the name of a secret. */
function redactNamed(text: string): string {
  let kept = "", from = 0;
  for (const { 0: found, 1: name, index } of text.matchAll(NAMED_REGEXP)) {
    const at = index + found.length;
    if (at < from || !isSecretName(name)) continue;
    VALUE_REGEXP.lastIndex = at;
    const value = VALUE_REGEXP.exec(text);
    if (value === null) continue;
    const quote = value[1] ?? value[2] ?? value[3] ?? "";
    kept += `${text.slice(from, at)}${quote}${REDACTED}`;
    from = at + value[0].length;
  }
  return kept + text.slice(from);
}
