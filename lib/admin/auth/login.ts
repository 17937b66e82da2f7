import type { Session } from "./sessions.ts";

/** Who asks: a program with the token, or a browser that has logged in. */
export type Login =
  | { readonly kind: "token" }
  | { readonly kind: "session"; readonly session: Session };

/** Digits of a login's id that tell one from another in the journal, and are no use to anyone else. */
const SHOWN = 6;

/** The name of whoever asks, for the journal. */
export function loginName(login: Login): string {
  return login.kind === "token" ? "api" : `page ${login.session.id.slice(0, SHOWN)}`;
}
