/**
 * Freezes a message with all its parts, so that a later change of it throws. Typed arrays are left as they
 * are: the language cannot freeze them. Parts of what is frozen already are frozen too.
 */
export function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}
