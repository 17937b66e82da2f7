/**
 * Text form of an actor's state for snapshots: JSON plus tags for bigint, typed arrays and numbers JSON has no word for.
 * The same state gives the same text (keys stay in their order of creation), and decodeState(encodeState(x)) is x again.
 * Throws TypeError on functions, class instances, undefined members, or keys that begin with "$".
 */
export function encodeState(state: unknown): string {
  return JSON.stringify(pack(state, "state"));
}

/** Inverse of encodeState; throws SyntaxError on text it did not write. */
export function decodeState(text: string): unknown {
  return unpack(JSON.parse(text));
}

function pack(value: unknown, path: string): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return packNumber(value);
  if (typeof value === "bigint") return { $n: value.toString() };
  if (Array.isArray(value)) return value.map((item, i) => pack(item, `${path}[${i}]`));
  if (ArrayBuffer.isView(value)) return packView(value, path);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    throw new TypeError(`Cannot snapshot ${path}: current value is ${typeof value}, plain data is needed`);
  }
  const packed: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key.startsWith("$")) {
      throw new TypeError(`Cannot snapshot ${path}.${key}: keys may not begin with "$"`);
    }
    packed[key] = pack(member, `${path}.${key}`);
  }
  return packed;
}

function packNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $x: Object.is(value, -0) ? "-0" : String(value) };
}

const VIEWS = { $f64: Float64Array, $i32: Int32Array, $u8: Uint8Array } as const;

function packView(view: ArrayBufferView, path: string): unknown {
  for (const [tag, View] of Object.entries(VIEWS)) {
    if (!(view instanceof View)) continue;
    return { [tag]: new Uint8Array(view.buffer, view.byteOffset, view.byteLength).toBase64() };
  }
  throw new TypeError(`Cannot snapshot ${path}: ${view.constructor.name} is not a known array type`);
}

function unpack(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(unpack);
  const object = value as Record<string, unknown>;
  for (const key in object) {
    if (!key.startsWith("$")) break;
    return unpackTag(key, String(object[key]));
  }
  for (const key of Object.keys(object)) object[key] = unpack(object[key]);
  return object;
}

function unpackTag(tag: string, text: string): unknown {
  if (tag === "$n") return BigInt(text);
  if (tag === "$x") return Number(text);
  const View = VIEWS[tag as keyof typeof VIEWS];
  if (View === undefined) throw new SyntaxError(`Cannot read a snapshot: unknown tag ${tag}`);
  return new View(Uint8Array.fromBase64(text).buffer);
}
