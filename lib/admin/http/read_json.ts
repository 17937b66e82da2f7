import { Refusal } from "./api_error.ts";

/** Bounds on a body. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly maxMs: number;
}

const JSON_TYPE_REGEXP = /^application\/json\s*(?:;\s*charset=utf-8\s*)?$/i;

/**
 * The JSON of a request's body; an empty one is {}. Refuses other media types (415), what is longer than allowed (413),
 * what arrives too slowly (408) and what is not JSON in UTF-8 (400). Only as much as is allowed is ever held.
 */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  if (!JSON_TYPE_REGEXP.test(request.headers.get("content-type") ?? "")) {
    const hint = "Send the header Content-Type: application/json";
    throw new Refusal(415, { code: "unsupported_media_type", message: "The body must be JSON", hint });
  }
  if (Number(request.headers.get("content-length") ?? 0) > limits.maxBytes) throw tooLarge(limits);
  const bytes = await readBytes(request, limits);
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, { code: "bad_json", message: "The body is not JSON in UTF-8", path: "body" });
  }
}

async function readBytes(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0, isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => {});
  }, limits.maxMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) throw tooSlow(limits);
      if (done) return joined(chunks, size);
      size += value.length;
      if (size > limits.maxBytes) throw tooLarge(limits);
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function tooLarge({ maxBytes }: BodyLimits): Refusal {
  return new Refusal(413, {
    code: "body_too_large",
    message: `The body is longer than ${maxBytes} bytes`,
    path: "body",
  });
}

function tooSlow({ maxMs }: BodyLimits): Refusal {
  return new Refusal(408, {
    code: "body_too_slow",
    message: `The body did not arrive within ${maxMs / 1000} s`,
    path: "body",
  });
}
