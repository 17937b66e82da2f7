/** A source of configuration, lowest precedence first. `name` is what a person calls it. */
export interface Layer {
  readonly name: string;
  readonly values: unknown;
}

/** All layers as one object, and for each leaf the name of the layer it came from. */
export interface Merged {
  readonly values: Record<string, unknown>;
  /** By dotted path. */
  readonly origins: ReadonlyMap<string, string>;
}

const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Later layers win, key by key; lists and plain values are replaced as a whole. */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const origins = new Map<string, string>();
  const values: Record<string, unknown> = {};
  for (const { name, values: layer } of layers) {
    if (isSection(layer)) mergeInto(values, layer, name, "", origins);
  }
  return { values, origins };
}

function mergeInto(
  target: Record<string, unknown>,
  source: Record<string, unknown>,
  name: string,
  prefix: string,
  origins: Map<string, string>,
): void {
  for (const [key, value] of Object.entries(source)) {
    const path = prefix + key;
    if (isSection(value)) {
      if (!isSection(target[key])) target[key] = {};
      origins.set(path, name);
      mergeInto(target[key] as Record<string, unknown>, value, name, `${path}.`, origins);
    } else {
      target[key] = value;
      origins.set(path, name);
    }
  }
}

/** Every leaf of a configuration as [dotted path, value], in order. */
export function leaves(values: unknown, prefix = ""): [string, unknown][] {
  if (!isSection(values) || Object.keys(values).length === 0) return [[prefix.replace(/\.$/, ""), values]];
  return Object.entries(values).flatMap(([key, value]) => leaves(value, `${prefix}${key}.`));
}
