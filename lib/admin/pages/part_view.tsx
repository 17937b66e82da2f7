import { jsx } from "hono/jsx";
import { attributesOf, type Child } from "../client/part.ts";

/** Panels as they are written into the page. */
export function Parts({ of }: { of: Child | readonly Child[] }) {
  const children = Array.isArray(of) ? of : [of as Child];
  return <>{children.map(elementOf)}</>;
}

function elementOf(child: Child): unknown {
  if (typeof child === "string") return child;
  const attributes: Record<string, string> = child.key === "" ? {} : { "data-key": child.key };
  for (const [name, value] of attributesOf(child)) attributes[name] = value;
  return jsx(child.tag, attributes, ...child.children.map(elementOf) as string[]);
}
