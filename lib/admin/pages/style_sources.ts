import base from "../styles/base.css" with { type: "text" };
import controls from "../styles/controls.css" with { type: "text" };
import icon from "../styles/icon.svg" with { type: "text" };
import layout from "../styles/layout.css" with { type: "text" };
import panels from "../styles/panels.css" with { type: "text" };
import small from "../styles/small.css" with { type: "text" };
import tables from "../styles/tables.css" with { type: "text" };
import tokens from "../styles/tokens.css" with { type: "text" };

/** All of the style, in the order in which it is laid over itself. */
export const STYLE_SHEET: string = [tokens, base, controls, layout, tables, panels, small].join("\n");

/** The same without what only its readers need. */
export const PACKED_STYLE_SHEET: string = STYLE_SHEET
  .replace(/\/\*[^]*?\*\//g, "")
  .replace(/\s*\n\s*/g, "\n")
  .replace(/([{;,])\n/g, "$1")
  .trim();

/** The mark of the product: a hull with its bulkheads. */
export const ICON: string = icon;
