/// <reference lib="dom" />
import { attributesOf, type Child, type Part } from "./part.ts";

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set([
  "svg",
  "g",
  "rect",
  "line",
  "path",
  "polyline",
  "polygon",
  "circle",
  "text",
  "title",
]);
/** What people change by hand stays as they left it. */
const THEIRS = new Set(["open"]);

/**
 * Makes the children of `root` those of the list, changing as little as possible. While the focus is inside, nodes keep
 * their keys, so it stays on its row whatever comes before that; else each place gets new content and nothing moves.
 */
export function patchChildren(root: Element, children: readonly Child[]): void {
  patchList(root, children, root.contains(document.activeElement));
}

function patchList(root: Element, children: readonly Child[], byKey: boolean): void {
  const keyed = new Map<string, Element>();
  if (byKey) { for (const node of root.children) keyed.set(node.getAttribute("data-key") ?? "", node); }
  let at: ChildNode | null = root.firstChild;
  for (const child of children) {
    const node = matching(at, child, keyed, byKey);
    if (node === null) {
      root.insertBefore(create(child), at);
      continue;
    }
    if (node !== at) root.insertBefore(node, at);
    if (typeof child === "string") setText(node, child);
    else patch(node as Element, child, byKey);
    at = node.nextSibling;
  }
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** The node that may become `child`: by key wherever it is, else the next one if it is of the same kind. */
function matching(
  at: ChildNode | null,
  child: Child,
  keyed: ReadonlyMap<string, Element>,
  byKey: boolean,
): ChildNode | null {
  if (typeof child === "string") return at?.nodeType === Node.TEXT_NODE ? at : null;
  if (byKey && child.key !== "") return keyed.get(child.key) ?? null;
  if (!(at instanceof Element) || (byKey && at.hasAttribute("data-key"))) return null;
  // a cell over several columns is not made one of them: it would be seen to move
  const span = String(child.attributes.colspan ?? "");
  return at.localName === child.tag && (at.getAttribute("colspan") ?? "") === span ? at : null;
}

function patch(node: Element, part: Part, byKey: boolean): void {
  const wanted = new Map(attributesOf(part));
  if (part.key !== "") wanted.set("data-key", part.key);
  for (const { name } of [...node.attributes]) {
    if (!wanted.has(name) && !THEIRS.has(name)) node.removeAttribute(name);
  }
  for (const [name, value] of wanted) {
    if (!THEIRS.has(name) && node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  patchList(node, part.children, byKey);
}

/** A new node. */
export function create(child: Child): ChildNode {
  if (typeof child === "string") return document.createTextNode(child);
  const isSvg = SVG_TAGS.has(child.tag);
  const node = isSvg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  if (child.key !== "") node.setAttribute("data-key", child.key);
  for (const [name, value] of attributesOf(child)) node.setAttribute(name, value);
  for (const inner of child.children) node.append(create(inner));
  return node;
}

function setText(node: ChildNode, text: string): void {
  if (node.nodeValue !== text) node.nodeValue = text;
}
