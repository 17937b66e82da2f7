/** The page's whole style, of one look with the daily report: light, dark by the reader's own setting, on paper always light. */
export const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b2430; --dim: #5b6675; --line: #dfe3e8;
  --up: #0a7a48; --down: #c02b2b; --warn: #8a5a00; --warn-back: #fff6e0; --accent: #2f6fdb; }
@media (prefers-color-scheme: dark) { :root { --page: #12161c; --card: #1a2029; --ink: #e4e9f0; --dim: #97a3b3;
  --line: #2d3642; --up: #41c98a; --down: #ff7b72; --warn: #e5b454; --warn-back: #2b2416; --accent: #7aa7ff; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 40px; background: var(--page); color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1120px; margin: 0 auto; }
header { margin-bottom: 16px; }
h1 { font-size: 24px; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 10px; }
h3 { font-size: 14px; margin: 14px 0 4px; }
h2 small, h3 small { font-weight: 400; margin-left: 6px; }
header p { margin: 4px 0 0; color: var(--dim); overflow-wrap: anywhere; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 14px; }
.look { background: var(--warn-back); border-color: var(--warn); }
.look p { margin: 0; max-width: 110ch; } .look p + p { margin-top: 8px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); gap: 10px; margin: 0 0 14px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; min-width: 0; }
.tile dt { color: var(--dim); font-size: 12px; }
.tile dd { margin: 0; font-size: 20px; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.tile dd + dd { font-size: 12px; font-weight: 400; color: var(--dim); }
@media (min-width: 900px) { .tiles { grid-template-columns: repeat(5, 1fr); } }
.three { columns: 3 300px; column-gap: 36px; }
.three h3:first-child { margin-top: 0; } .three > div { padding-bottom: 16px; break-inside: avoid; }
.figures { width: 100%; } .figures td { padding: 3px 0; } .figures td:first-child { color: var(--dim); padding-right: 12px; }
.figures td:last-child { text-align: right; overflow-wrap: anywhere; }
.facts td:first-child { color: var(--dim); white-space: nowrap; } .facts td:last-child { overflow-wrap: anywhere; }
figure { margin: 0; min-width: 0; } figure + figure { margin-top: 24px; }
figcaption { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; margin-bottom: 8px; }
figcaption span { color: var(--dim); font-size: 12px; }
.caption { margin: 14px 0 8px; color: var(--dim); font-size: 12px; } .caption + .plot { margin-top: 0; }
figcaption output { flex: 1 1 100%; min-height: 1.5em; font-size: 12px; font-variant-numeric: tabular-nums; }
.key::before { content: ""; display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle;
  border-radius: 2px; background: currentColor; }
.key.run::before { background: var(--accent); } .key.market::before { background: var(--dim); }
.key.fall::before { background: var(--down); } .key.price::before { background: var(--dim); }
.plot { position: relative; margin-left: 68px; }
.plot { --height: 260px; } .plot.small { --height: 96px; } .plot.middle { --height: 170px; } .plot + .plot { margin-top: 18px; }
.plot svg { display: block; width: 100%; height: var(--height); overflow: hidden; touch-action: pan-y;
  border-left: 1px solid var(--line); }
.plot.bars { --height: 200px; margin-left: 0; } .plot.bars svg { border-left: 0; border-bottom: 1px solid var(--line); }
.ys span, .xs span { position: absolute; font-size: 11px; line-height: 1; color: var(--dim); white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.ys { position: absolute; top: 0; left: 0; height: var(--height); }
.ys span { right: 100%; margin-right: 6px; transform: translateY(-50%); }
.xs { position: relative; height: 20px; } .xs span { top: 6px; transform: translateX(-50%); }
.plot i { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--ink); opacity: .45; pointer-events: none; }
.grid line { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.curve { fill: none; stroke: var(--accent); stroke-width: 1.75; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.curve.market, .curve.price { stroke: var(--dim); stroke-width: 1.25; opacity: .8; }
.curve.fall { stroke: var(--down); stroke-width: 1.25; }
.area { fill: var(--accent); opacity: .12; } .area.fall { fill: var(--down); opacity: .18; }
.trade { stroke: currentColor; } .trade line { stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.trade path { stroke-width: 5; stroke-linecap: round; vector-effect: non-scaling-stroke; }
svg rect { fill: currentColor; opacity: .8; }
.up { color: var(--up); } .down { color: var(--down); } .flat { color: inherit; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { color: var(--dim); font-weight: 500; font-size: 12px; text-align: left; white-space: nowrap; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
.n { text-align: right; white-space: nowrap; } .time, td small { white-space: nowrap; } .facts td small { white-space: normal; }
th:last-child, td:last-child { padding-right: 0; }
.trades table { font-size: 13px; } .trades :is(th, td):not(:last-child) { padding-right: 10px; }
.months { border-spacing: 2px; border-collapse: separate; min-width: 820px; table-layout: fixed; }
.months th, .months td { border: 0; padding: 5px 6px; border-radius: 4px; vertical-align: middle; }
.months th:first-child { width: 44px; padding-left: 0; }
.months td { background: color-mix(in srgb, currentColor var(--heat, 0%), transparent); height: 44px; }
.months td.up, .months td.down { color: var(--ink); } .months td.up { background: color-mix(in srgb, var(--up) var(--heat), transparent); }
.months td.down { background: color-mix(in srgb, var(--down) var(--heat), transparent); }
.months td small { display: block; font-size: 11px; color: inherit; opacity: .75; }
small { color: var(--dim); }
.none { color: var(--dim); margin: 6px 0 0; font-size: 12px; }
.remarks { margin: 0; padding-left: 18px; overflow-wrap: anywhere; }
code { font: 12px/1.4 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
footer { color: var(--dim); font-size: 12px; }
@media (max-width: 600px) { body { padding: 14px 10px 30px; } section { padding: 12px; } .tiles { grid-template-columns: 1fr 1fr; }
  .plot { --height: 200px; margin-left: 56px; } .xs span:nth-child(even) { display: none; } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --dim: #444; --line: #ccc;
  --up: #05603a; --down: #a31515; --warn: #6b4600; --warn-back: #fff; --accent: #1c4fa8; }
  body { padding: 0; font-size: 11px; } main { max-width: none; } .wide { overflow: visible; } .months { min-width: 0; }
  section, .tile { break-inside: auto; border-radius: 4px; } tr, .tile, figure, h2, h3 { break-inside: avoid; }
  h2, h3 { break-after: avoid; } thead { display: table-header-group; } th, td { padding-right: 6px; }
  figcaption output { display: none; } * { print-color-adjust: exact; } @page { size: A4 landscape; margin: 12mm; } }
`;
