import type { Context } from "hono";
import type { AdminEnv } from "../api/route.ts";
import type { AdminFault } from "../api/parts.ts";
import { answerRefusal, Refusal } from "./api_error.ts";
import { PortFailure } from "./guarded_ports.ts";

/**
 * Answers what was thrown. Refusals say what they are; everything else is logged under a reference, and the answer says
 * that reference and nothing of the cause.
 */
export function answerFault(
  c: Context<AdminEnv>,
  error: unknown,
  { log, newReference }: { log: (fault: AdminFault) => void; newReference: () => string },
): Response {
  if (error instanceof Refusal) return answerRefusal(c, error);
  const reference = newReference();
  const isPort = error instanceof PortFailure;
  log({ reference, at: `${c.req.method} ${c.req.path.slice(0, 200)}`, error: isPort ? error.cause : error });
  const hint = `The log has the cause under the reference ${reference}`;
  return answerRefusal(
    c,
    isPort
      ? new Refusal(503, { code: "unavailable", message: "The run cannot be read now", hint }, {
        "Retry-After": "2",
      })
      : new Refusal(500, { code: "internal", message: "The server failed", hint }),
  );
}
