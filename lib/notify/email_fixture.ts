import type { EmailOptions } from "./email.ts";

/** For tests: a user and a password that no text may show. */
export const SMTP_USER = "bot-login";
export const SMTP_PASSWORD = "planted+smtp/pa55 word";

/** For tests: options for a server at this port, quick, without encryption. */
export function emailAt(port: number, change: Partial<EmailOptions> = {}): EmailOptions {
  return {
    ...{ host: "127.0.0.1", port, security: "none", user: SMTP_USER, password: SMTP_PASSWORD },
    ...{ from: "bot@example.com", to: ["you@example.com"], allowLoopback: true },
    ...{ deadlineMs: 3_000, tries: 3 },
    retry: { firstMs: 20, factor: 2, maxMs: 100, jitterPct: 0 },
    ...change,
  };
}

/** For tests: everything by which the password could be read. */
export const PASSWORD_FORMS: readonly string[] = [
  SMTP_PASSWORD,
  encodeURIComponent(SMTP_PASSWORD),
  btoa(SMTP_PASSWORD),
  btoa(`\0${SMTP_USER}\0${SMTP_PASSWORD}`),
];
