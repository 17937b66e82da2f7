/// <reference lib="dom" />
import type { CommandOutcome } from "../ports.ts";

/** The server could not be reached, or could not answer. */
export class Unreachable extends Error {}

/** Longest wait for an answer; commands wait for their event, so they have longer. */
const READ_MS = 10_000;
const COMMAND_MS = 30_000;

/** Reads a view. Throws Unreachable; null where there is no such thing (404). */
export async function read<T>(path: string): Promise<T | null> {
  const response = await ask(path, { signal: AbortSignal.timeout(READ_MS) });
  if (response.status === 404) return null;
  if (!response.ok) throw new Unreachable(`${path} answered ${response.status}`);
  return await response.json();
}

/** Reads a view that is always there. Throws Unreachable. */
export async function wanted<T>(path: string): Promise<T> {
  const view = await read<T>(path);
  if (view === null) throw new Unreachable(`${path} is not there`);
  return view;
}

/** What became of a command, as one line for people. */
export interface Said {
  readonly isDone: boolean;
  readonly text: string;
}

/** Sends a command; refusals are an answer like any other. */
export async function send(path: string, body: unknown): Promise<Said> {
  try {
    const response = await ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(COMMAND_MS),
    });
    const said: Partial<CommandOutcome> & { error?: { message: string } } = await response.json().catch(
      () => ({}),
    );
    if (response.ok) return { isDone: true, text: "text" in said ? `Done: ${said.text}` : "Done" };
    return { isDone: false, text: said.error?.message ?? `The server answered ${response.status}` };
  } catch {
    return {
      isDone: false,
      text: "The server cannot be reached: it is not known whether the command arrived",
    };
  }
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
  if (response.status === 401 && location.pathname !== "/login") location.assign("/login");
  return response;
}

/** A symbol as a part of a path: "ALFA-USDT-USDT". */
export function symbolPath(symbol: string): string {
  return encodeURIComponent(symbol.replace(/[/:]/g, "-"));
}
