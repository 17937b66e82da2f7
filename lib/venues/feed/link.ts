import { backoffMs, type BackoffSpec } from "./backoff.ts";

/** A socket as the rules see it. Plain data, changed in place; times are local ms. */
export interface LinkState {
  /** rest: none is wanted. down: waiting to dial. */
  phase: "rest" | "down" | "dialing" | "up";
  /** Number of the latest dial: what an earlier socket says is no longer heard. */
  attempt: number;
  /** Dials in a row that came to nothing, or to a socket that did not live. */
  failures: number;
  /** Since when it is in this phase. */
  sinceMs: number;
  /** When it is to be dialled. */
  dialMs: number;
  /** When it last brought data. */
  heardMs: number;
}

export interface LinkSpec extends BackoffSpec {
  readonly staleAfterMs: number;
  readonly callMs: number;
  readonly renewAfterMs: number;
}

/** What to do about a socket. */
export type LinkAct =
  | { readonly do: "dial" }
  | { readonly do: "drop"; readonly why: string; readonly isSilence: boolean };

/** A socket that has brought data for so long has earned a fresh start of the backoff. */
const PROVEN_MS = 30_000;

/** The life of a socket: dialled, up while it brings data, dropped when it is silent or old, dialled again later. */
export const Link = {
  create: (transport: "socket" | "rest", nowMs: number): LinkState => ({
    phase: transport === "rest" ? "rest" : "down",
    ...{ attempt: 0, failures: 0, sinceMs: nowMs, dialMs: nowMs, heardMs: nowMs },
  }),

  /** What the time asks for; the state is changed as if it were done. */
  due(state: LinkState, spec: LinkSpec, nowMs: number, draw: number): LinkAct | null {
    const ageMs = nowMs - state.sinceMs;
    if (state.phase === "down" && nowMs >= state.dialMs) {
      state.attempt += 1;
      enter(state, "dialing", nowMs);
      return { do: "dial" };
    }
    if (state.phase === "dialing" && ageMs >= spec.callMs) {
      Link.lost(state, spec, nowMs, draw);
      return { do: "drop", why: `no connection within ${spec.callMs} ms`, isSilence: false };
    }
    if (state.phase !== "up") return null;
    if (nowMs - state.heardMs >= spec.staleAfterMs) {
      Link.lost(state, spec, nowMs, draw);
      return { do: "drop", why: `the socket said nothing for ${spec.staleAfterMs} ms`, isSilence: true };
    }
    if (ageMs < spec.renewAfterMs) return null;
    state.dialMs = nowMs;
    enter(state, "down", nowMs);
    return { do: "drop", why: "the socket is renewed at its age", isSilence: false };
  },

  opened(state: LinkState, nowMs: number): void {
    enter(state, "up", nowMs);
    state.heardMs = nowMs;
  },

  heard(state: LinkState, nowMs: number): void {
    if (state.phase !== "up") return;
    state.heardMs = nowMs;
    if (nowMs - state.sinceMs >= PROVEN_MS) state.failures = 0;
  },

  /** It broke, or is given up: dialled again after a wait that grows. */
  lost(state: LinkState, spec: LinkSpec, nowMs: number, draw: number): void {
    state.failures += 1;
    state.dialMs = nowMs + backoffMs(spec, state.failures, draw);
    enter(state, "down", nowMs);
  },

  /** The local clock was set back: no wait may last longer for it. */
  setBack(state: LinkState, nowMs: number): void {
    state.sinceMs = Math.min(state.sinceMs, nowMs);
    state.heardMs = Math.min(state.heardMs, nowMs);
    state.dialMs = Math.min(state.dialMs, nowMs);
  },
} as const;

function enter(state: LinkState, phase: LinkState["phase"], nowMs: number): void {
  state.phase = phase;
  state.sinceMs = nowMs;
}
