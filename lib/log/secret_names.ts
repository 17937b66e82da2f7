/** Words that make a name that of a secret: apiKey, TG_BOT_TOKEN, set-cookie. */
const SECRET_WORDS = new Set([
  "auth",
  "authorization",
  "bearer",
  "cookie",
  "cookies",
  "credential",
  "credentials",
  "dsn",
  "jwt",
  "key",
  "keys",
  "passphrase",
  "passwd",
  "password",
  "passwords",
  "pin",
  "pwd",
  "secret",
  "secrets",
  "signature",
  "token",
  "tokens",
]);

/** The same where no capital or stroke parts the words: APIKEY, accesstoken. */
const RUN_TOGETHER_REGEXP =
  /apikey|secret|accesskey|privatekey|listenkey|token|passphrase|password|passwd|credential|databaseurl|webhookurl/;

const WORD_REGEXP = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;
const known = new Map<string, boolean>();
const MOST_KNOWN = 2_000;

/** Whether what goes by this name is to be kept from every log: by its words, whatever its case and strokes. */
export function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const words = name.match(WORD_REGEXP) ?? [];
  const isSecret = words.some((word) => SECRET_WORDS.has(word.toLowerCase())) ||
    RUN_TOGETHER_REGEXP.test(name.toLowerCase().replace(/[^a-z]/g, ""));
  // names come from messages too: what is remembered must not grow with them
  if (known.size < MOST_KNOWN) known.set(name, isSecret);
  return isSecret;
}
