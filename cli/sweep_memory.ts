/**
 * A copy of plain data whose typed arrays lie in shared memory: sent to threads, all of them read the same bytes. Arrays
 * that view one buffer share its copy.
 */
export function sharedCopy<T>(data: T): T {
  return copy(data, new Map()) as T;
}

function copy(value: unknown, buffers: Map<ArrayBufferLike, SharedArrayBuffer>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return sharedView(value as Float64Array, buffers);
  if (Array.isArray(value)) return value.map((item) => copy(item, buffers));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member, buffers)]));
}

function sharedView(view: Float64Array, buffers: Map<ArrayBufferLike, SharedArrayBuffer>): unknown {
  const { buffer, byteOffset, length } = view;
  let shared = buffers.get(buffer);
  if (shared === undefined) {
    shared = new SharedArrayBuffer(buffer.byteLength);
    new Uint8Array(shared).set(new Uint8Array(buffer));
    buffers.set(buffer, shared);
  }
  return new (view.constructor as Float64ArrayConstructor)(shared, byteOffset, length);
}
