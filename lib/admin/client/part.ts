/**
 * What panels are made of: plain trees of elements. The server writes them into the page, the browser changes the page
 * into them, so each panel is described once and looks the same before and after its first update.
 *
 * @module
 */

export type Attribute = string | number | boolean | null | undefined;

/** An element. Children with a key keep their node when others come or go before them. */
export interface Part {
  readonly tag: string;
  /** "" is none. */
  readonly key: string;
  /** true is an attribute without a value; false, null and undefined are none. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly children: readonly Child[];
}

export type Child = Part | string;

type Content = Child | number | null | false | readonly Content[];

/** An element; null and false among the content are left out, lists are laid flat. `key` is no attribute. */
export function h(
  tag: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...content: Content[]
): Part {
  const { key, ...rest } = attributes;
  return { tag, key: String(key ?? ""), attributes: rest, children: content.flatMap(childrenOf) };
}

function childrenOf(content: Content): readonly Child[] {
  if (content === null || content === false) return [];
  if (typeof content === "number") return [String(content)];
  if (typeof content === "string") return content === "" ? [] : [content];
  return "tag" in content ? [content] : content.flatMap(childrenOf);
}

/** The attributes that are there, as texts. */
export function attributesOf({ attributes }: Part): readonly (readonly [string, string])[] {
  const there: [string, string][] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    there.push([name, value === true ? "" : String(value)]);
  }
  return there;
}

/** The text of a part and all in it. */
export function textOf(part: Child): string {
  return typeof part === "string" ? part : part.children.map(textOf).join("");
}
