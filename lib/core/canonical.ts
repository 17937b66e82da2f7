/**
 * Canonical JSON text: keys in code-unit order, no white space, bigint as integer string, finite numbers in their shortest
 * round-trip form, absent (undefined) members left out. Throws TypeError on NaN, infinities and anything that is not data,
 * because such a value in a record is a bug upstream.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) {
        throw new TypeError(`Cannot export a number that is not finite: current value is ${value}`);
      }
      return Object.is(value, -0) ? "0" : String(value);
    case "bigint":
      return `"${value}"`;
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null
        ? "null"
        : Array.isArray(value)
        ? arrayText(value)
        : objectText(value as Record<string, unknown>);
    default:
      throw new TypeError(`Cannot export a ${typeof value}: records hold plain data only`);
  }
}

function arrayText(items: readonly unknown[]): string {
  let text = "[";
  for (let i = 0; i < items.length; i++) text += (i === 0 ? "" : ",") + canonicalJson(items[i]);
  return text + "]";
}

function objectText(object: Record<string, unknown>): string {
  let text = "{";
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    text += (text.length === 1 ? "" : ",") + JSON.stringify(key) + ":" + canonicalJson(member);
  }
  return text + "}";
}
