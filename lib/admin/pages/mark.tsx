import { raw } from "hono/html";
import { ICON } from "./style_sources.ts";

const MARK = ICON.replace("<svg", '<svg aria-hidden="true"').replace(/>\s+</g, "><").trim();

/** The mark of the product, in the page itself: as an image it would be asked for, and drawn as a page of its own. */
export function Mark() {
  return raw(MARK);
}
