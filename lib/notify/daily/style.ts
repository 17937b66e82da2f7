/** The page's whole style: light, dark by the reader's own setting, and on paper always light. */
export const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b2430; --dim: #5b6675; --line: #dfe3e8;
  --up: #0a7a48; --down: #c02b2b; --warn: #8a5a00; --warn-back: #fff6e0; --good-back: #e8f6ee; --accent: #2f6fdb; }
@media (prefers-color-scheme: dark) { :root { --page: #12161c; --card: #1a2029; --ink: #e4e9f0; --dim: #97a3b3;
  --line: #2d3642; --up: #41c98a; --down: #ff7b72; --warn: #e5b454; --warn-back: #2b2416; --good-back: #15291f;
  --accent: #7aa7ff; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 40px; background: var(--page); color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1120px; margin: 0 auto; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; margin-bottom: 16px; }
h1 { font-size: 24px; line-height: 1.2; margin: 0; }
h2 { font-size: 16px; margin: 0 0 10px; }
h3 { font-size: 14px; margin: 14px 0 4px; }
h2 small, h3 small { color: var(--dim); font-weight: 400; margin-left: 6px; }
header p { margin: 0; color: var(--dim); }
.badge { border: 1px solid currentColor; border-radius: 999px; padding: 0 10px; font-size: 12px; font-weight: 600;
  letter-spacing: .04em; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 14px; }
.look { background: var(--warn-back); border-color: var(--warn); }
.calm { background: var(--good-back); border-color: var(--up); }
.look ul { margin: 0; padding-left: 18px; }
.calm p { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); gap: 10px; margin: 0 0 14px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; min-width: 0; }
.tile dt { color: var(--dim); font-size: 12px; }
.tile dd { margin: 0; font-size: 20px; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.tile dd + dd { font-size: 12px; font-weight: 400; color: var(--dim); }
@media (min-width: 900px) { .tiles { grid-template-columns: repeat(5, 1fr); } }
.three { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 0 28px; }
div.three > :has(table) { grid-column: 1 / -1; }
section:not(:has(.wide, figure, h3, ul)) { display: flex; flex-wrap: wrap; gap: 0 16px; align-items: baseline; }
section:not(:has(.wide, figure, h3, ul)) h2 { margin: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 24px; }
figure { margin: 0; min-width: 0; }
figcaption { display: flex; justify-content: space-between; margin-bottom: 6px; }
figcaption span, .scale { color: var(--dim); font-size: 12px; }
.plot { position: relative; border-bottom: 1px solid var(--line); }
.plot span { position: absolute; left: 0; font-size: 11px; color: var(--dim); background: var(--card); padding: 0 4px 0 0;
  font-variant-numeric: tabular-nums; }
.plot span:empty { display: none; }
.plot .top { top: 0; }
.plot .bottom { bottom: 2px; }
.plot svg { display: block; width: 100%; height: 150px; padding-left: 72px; }
.scale { display: flex; justify-content: space-between; padding-left: 72px; margin-top: 2px; }
svg .curve { fill: none; stroke: currentColor; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
svg .area { fill: currentColor; opacity: .12; }
svg .base { stroke: var(--dim); stroke-width: 1; stroke-dasharray: 3 4; opacity: .7; vector-effect: non-scaling-stroke; }
svg rect { fill: currentColor; opacity: .55; }
svg rect.today { opacity: 1; }
.up, .good { color: var(--up); } .down, .bad { color: var(--down); } .flat { color: inherit; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { color: var(--dim); font-weight: 500; font-size: 12px; text-align: left; white-space: nowrap; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
td { overflow-wrap: break-word; }
td.t:last-child { overflow-wrap: anywhere; min-width: 180px; }
.n { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
small { color: var(--dim); }
.none { color: var(--dim); margin: 4px 0 0; }
footer { color: var(--dim); font-size: 12px; }
@media (max-width: 600px) { body { padding: 14px 10px 30px; } section { padding: 12px; } .tiles { grid-template-columns: 1fr 1fr; } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --dim: #444; --line: #ccc;
  --up: #05603a; --down: #a31515; --warn: #6b4600; --warn-back: #fff; --good-back: #fff; }
  body { padding: 0; font-size: 11px; } main { max-width: none; } .wide { overflow: visible; }
  section, .tile { break-inside: auto; border-radius: 4px; } tr, .tile, figure, h2, h3 { break-inside: avoid; }
  h2, h3 { break-after: avoid; } thead { display: table-header-group; } th, td { padding-right: 6px; }
  * { print-color-adjust: exact; } @page { size: A4 landscape; margin: 12mm; } }
`;
