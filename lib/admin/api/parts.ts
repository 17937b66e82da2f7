import type { AdminConfig } from "../schema.ts";
import type { Hosts } from "../auth/hosts.ts";
import type { LoginCodes } from "../auth/login_codes.ts";
import type { RateLimit } from "../auth/rate_limit.ts";
import type { Sessions } from "../auth/sessions.ts";
import type { AnswerCounts } from "../metrics/own_metrics.ts";
import type { AdminPorts } from "../ports.ts";
import type { EventStreams } from "../stream/event_streams.ts";

/** What the server is made of, for its routes and guards. */
export interface Parts {
  readonly ports: AdminPorts;
  readonly config: AdminConfig;
  readonly token: string;
  readonly hosts: Hosts;
  readonly sessions: Sessions;
  readonly codes: LoginCodes;
  readonly requests: RateLimit;
  readonly attempts: RateLimit;
  readonly streams: EventStreams;
  readonly counts: AnswerCounts;
}

/** Something that failed behind an answer. People find it by its reference, which the answer carries. */
export interface AdminFault {
  readonly reference: string;
  /** What was asked: method and route, without values. */
  readonly at: string;
  readonly error: unknown;
}
