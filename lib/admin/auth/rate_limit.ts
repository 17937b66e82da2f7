/** Counts requests by key: each may do so many at once, and again as many spread over each minute. */
export interface RateLimit {
  /** Takes one; 0 if it was there, else the milliseconds until there is one. */
  take(key: string): number;
  /** Keys counted. */
  size(): number;
}

interface Bucket {
  left: number;
  atMs: number;
}

const MINUTE_MS = 60_000;

/** Buckets that hold `perMinute` and fill evenly. Beyond `entries` keys the one used longest ago is forgotten. */
export function createRateLimit(perMinute: number, entries: number, nowMs: () => number): RateLimit {
  const everyMs = MINUTE_MS / perMinute;
  /** In the order of use, so that the first is the one used longest ago. */
  const buckets = new Map<string, Bucket>();
  return {
    take(key) {
      const now = nowMs();
      const bucket = buckets.get(key) ?? { left: perMinute, atMs: now };
      bucket.left = Math.min(perMinute, bucket.left + Math.max(0, now - bucket.atMs) / everyMs);
      bucket.atMs = now;
      buckets.delete(key);
      if (buckets.size >= entries) buckets.delete(buckets.keys().next().value!);
      buckets.set(key, bucket);
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) * everyMs);
      bucket.left -= 1;
      return 0;
    },
    size: () => buckets.size,
  };
}

/** What addresses are counted by: IPv6 by its /64, as one machine has all of it. */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped !== null) return mapped[1];
  const [head, tail] = address.toLowerCase().split("%")[0].split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...back];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
