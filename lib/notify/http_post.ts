import { failure, type Outcome } from "./channel.ts";

/** One HTTP call. */
export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/**
 * Posts JSON and follows no redirect. Rejects only with what came of the signal; what else goes wrong is the outcome, in words
 * of ours, as the host's own error texts repeat the URL.
 */
export async function postJson(
  { url, headers, body, signal }: HttpPost,
  judge: (response: Response) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const all = { "content-type": "application/json", "user-agent": "bulkhead", ...headers };
  try {
    const response = await fetch(url, { method: "POST", headers: all, body, signal, redirect: "manual" });
    try {
      return isRedirect(response) ? failure("a redirect, refused", false) : await judge(response);
    } finally {
      await response.body?.cancel();
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return unsent(error);
  }
}

/** fetch() hides the status of a redirect it does not follow. */
const isRedirect = ({ status, type }: Response): boolean =>
  type === "opaqueredirect" || (status >= 300 && status < 400);

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/refused/i, "connection refused"],
  [/dns|lookup|resolve|getaddrinfo|ENOTFOUND/i, "host name not found"],
  [/certificate|tls|ssl/i, "no secure connection"],
  [/reset|closed|broken|eof|hang up/i, "connection lost"],
];

/** Words of ours for what a network error says. */
export function networkCause(detail: string): string {
  return CAUSES.find(([pattern]) => pattern.test(detail))?.[1] ?? "network error";
}

/** True where the process may not reach the host: no try will change that. A look-up of its name says EPERM. */
export function isForbidden(error: unknown): boolean {
  return error instanceof Deno.errors.NotCapable ||
    (error instanceof Error && error.message.includes("EPERM"));
}

/** What a channel says of it. */
export const forbidden = (): Outcome => failure("no permission to reach the host", false);

function unsent(error: unknown): Outcome {
  if (isForbidden(error)) return forbidden();
  const { message = "", cause } = error instanceof Error ? error : {};
  if (message.endsWith("are blocked")) return failure("a port that fetch() does not call", false);
  // what comes before names the address, whose words mean nothing
  const detail = cause instanceof Error ? cause.message.split("client error").at(-1)! : "";
  return failure(networkCause(detail), true);
}
