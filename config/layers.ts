/** A source of configuration, lowest precedence first. `name` is what a person calls it. */
export interface Layer {
  readonly name: string;
  readonly values: unknown;
}

/** All layers as one object, and for each section and leaf the name of the layer that wrote it last. */
export interface Merged {
  readonly values: Record<string, unknown>;
  /** By dotted path. */
  readonly origins: ReadonlyMap<string, string>;
  /** Sections that a later layer would have replaced by a plain value, losing all below them; they were kept. */
  readonly faults: readonly string[];
}

const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Merging {
  readonly origins: Map<string, string>;
  readonly faults: string[];
}

/** Later layers win, key by key; lists and plain values are replaced as a whole. */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const origins = new Map<string, string>();
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const layer of layers) {
    if (isSection(layer.values)) mergeInto(values, layer.values, layer.name, "", { origins, faults });
  }
  return { values, origins, faults };
}

function mergeInto(
  target: Record<string, unknown>,
  source: Record<string, unknown>,
  name: string,
  prefix: string,
  merging: Merging,
): void {
  for (const [key, value] of Object.entries(source)) {
    const path = prefix + key;
    if (isSection(value)) {
      if (!isSection(target[key])) target[key] = {};
      merging.origins.set(path, name);
      mergeInto(target[key] as Record<string, unknown>, value, name, `${path}.`, merging);
    } else if (isSection(target[key])) {
      merging.faults.push(
        `${path}: a section is needed, found ${
          JSON.stringify(value)
        } (from ${name}); put keys under it or remove it`,
      );
    } else {
      target[key] = value;
      merging.origins.set(path, name);
    }
  }
}

/** Every leaf of a configuration as [dotted path, value], in order. */
export function leaves(values: unknown, prefix = ""): [string, unknown][] {
  if (!isSection(values) || Object.keys(values).length === 0) return [[prefix.replace(/\.$/, ""), values]];
  return Object.entries(values).flatMap(([key, value]) => leaves(value, `${prefix}${key}.`));
}
