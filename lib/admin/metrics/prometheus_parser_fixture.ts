/** A sample as a scraper reads it. */
export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family as a scraper reads it. */
export interface ParsedFamily {
  readonly type: string;
  readonly help: string;
  readonly samples: ParsedSample[];
}

const SAMPLE_REGEXP = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/s;
const LABEL_REGEXP = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\n"])*)"(?:,|$)/y;

/**
 * Reads the Prometheus text format 0.0.4, and throws where it is not kept to: names, escapes, one TYPE before the samples
 * of a family, families in one piece, no sample twice, buckets that rise to +Inf and agree with their count.
 */
export function parsePrometheus(text: string): Record<string, ParsedFamily> {
  const families: Record<string, ParsedFamily> = {};
  const seen = new Set<string>();
  let family: ParsedFamily | null = null, current = "", help = "";
  if (text !== "" && !text.endsWith("\n")) throw new Error("The last line has no end");
  for (const line of text.split("\n").slice(0, -1)) {
    if (line.startsWith("# HELP ")) {
      const [, name, said] = /^# HELP (\S+) (.*)$/s.exec(line) ?? fail(line);
      if (name in families) throw new Error(`${name} comes twice`);
      [current, help, family] = [name, unescape(said), null];
    } else if (line.startsWith("# TYPE ")) {
      const [, name, type] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? fail(line);
      if (name !== current) throw new Error(`TYPE ${name} follows HELP ${current}`);
      family = families[name] = { type, help, samples: [] };
    } else {
      const sample = parseSample(line);
      const base = family?.type === "histogram"
        ? sample.name.replace(/_(?:bucket|sum|count)$/, "")
        : sample.name;
      if (family === null || base !== current) throw new Error(`${sample.name} stands under ${current}`);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) throw new Error(`${key} comes twice`);
      seen.add(key);
      family.samples.push(sample);
    }
  }
  for (const [name, one] of Object.entries(families)) if (one.type === "histogram") checkBuckets(name, one);
  return families;
}

function parseSample(line: string): ParsedSample {
  const [, name, inner = "", number] = SAMPLE_REGEXP.exec(line) ?? fail(line);
  const labels: Record<string, string> = {};
  LABEL_REGEXP.lastIndex = 0;
  while (LABEL_REGEXP.lastIndex < inner.length) {
    const [, label, value] = LABEL_REGEXP.exec(inner) ?? fail(line);
    if (label in labels) throw new Error(`The label ${label} comes twice: ${line}`);
    labels[label] = unescape(value);
  }
  const value = { "+Inf": Infinity, "-Inf": -Infinity, NaN }[number] ?? Number(number);
  if (Number.isNaN(value) && number !== "NaN") fail(line);
  return { name, labels, value };
}

function checkBuckets(name: string, { samples }: ParsedFamily): void {
  const series = Map.groupBy(samples, ({ labels: { le: _, ...rest } }) => JSON.stringify(rest));
  for (const [key, ones] of series) {
    const buckets = ones.filter((one) => one.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels: { le } }) => le === "+Inf" ? Infinity : Number(le));
    const count = ones.find((one) => one.name === `${name}_count`)?.value;
    const isRising = buckets.every(({ value }, i) =>
      i === 0 || value >= buckets[i - 1].value && bounds[i] > bounds[i - 1]
    );
    if (!isRising || bounds.at(-1) !== Infinity || buckets.at(-1)!.value !== count) {
      throw new Error(`The buckets of ${name}${key} do not rise to +Inf, or not to their count`);
    }
  }
}

function unescape(text: string): string {
  return text.replace(/\\([^])/g, (_, char) => char === "n" ? "\n" : char);
}

function fail(line: string): never {
  throw new Error(`This is no line of the format: ${line}`);
}
