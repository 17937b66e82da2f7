/** An expected outcome: a value, or a refusal the caller must look at. Broken invariants throw instead. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | {
  readonly ok: false;
  readonly error: E;
};

/** Wraps a success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps a refusal. */
export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** The value of a result, or a thrown Error whose message starts with `context`; for places where a refusal is a bug. */
export function unwrap<T, E>(result: Result<T, E>, context: string): T {
  if (result.ok) return result.value;
  throw new Error(
    `${context}: ${typeof result.error === "string" ? result.error : JSON.stringify(result.error)}`,
  );
}
