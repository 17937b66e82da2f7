import { ok } from "node:assert/strict";
import { STYLE_SHEET } from "./style_sources.ts";

/** Text colours and what is behind them. */
const PAIRS: readonly (readonly [string, readonly string[]])[] = [
  ["text", ["page", "panel", "raised", "bad-back", "info-back"]],
  ["muted", ["page", "panel", "raised"]],
  ["accent", ["panel", "raised", "info-back"]],
  ["up", ["panel", "raised", "good-back"]],
  ["down", ["panel", "raised", "bad-back"]],
  ["warn", ["panel", "raised", "warn-back"]],
  ["on-accent", ["accent"]],
];
const AA_TEXT = 4.5;
/** Borders of what can be pressed. */
const AA_PARTS = 3;

for (const [theme, at] of [["light", 0], ["dark", 1]] as const) {
  Deno.test(`every text of the ${theme} theme has enough contrast`, () => {
    for (const [text, backs] of PAIRS) {
      for (const back of backs) {
        const ratio = contrast(colour(text, at), colour(back, at));
        ok(ratio >= AA_TEXT, `${text} on ${back}: ${ratio.toFixed(2)}`);
      }
    }
    ok(contrast(colour("edge", at), colour("panel", at)) >= AA_PARTS, "edges of controls");
  });
}

Deno.test("the style loads nothing", () => {
  ok(!/@import|url\(/.test(STYLE_SHEET));
});

function colour(name: string, at: 0 | 1): string {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(STYLE_SHEET);
  if (found === null) throw new Error(`Cannot find the colour ${name}`);
  return found[at + 1];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const share = parseInt(hex.slice(i, i + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
