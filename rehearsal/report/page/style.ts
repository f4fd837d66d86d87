/** The page's only style sheet: light and dark by the reader's system unless they choose; prints black on white. */
export const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: light-dark(#d5d9e0, #3a3f4a);
  --soft: light-dark(#f5f6f8, #1d2026); --paper: light-dark(#fff, #14161a); --ink: light-dark(#1b1f27, #e7e9ee);
  --dim: light-dark(#5a6270, #a2a9b6); --blue: light-dark(#1d4ed8, #8ab4ff); --green: light-dark(#0f7a3d, #5fd08d);
  --amber: light-dark(#8a5a00, #f2c14e); --red: light-dark(#b00020, #ff8a93); }
:root[data-theme=light] { color-scheme: light; } :root[data-theme=dark] { color-scheme: dark; }
body { margin: 0; background: var(--paper); color: var(--ink); }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; padding-top: 1.5rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.dim, small { color: var(--dim); } .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
nav a { margin-right: 1rem; } a { color: var(--blue); }
button, input, select { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .6rem; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; margin: 1rem 0; padding: 0; list-style: none; }
.cards li { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .9rem; background: var(--soft); }
.cards strong { display: block; font-size: 1.5rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--dim); }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td:nth-child(-n+2), th { white-space: nowrap; }
.scroll { overflow-x: auto; } div.bar { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; align-items: center; }
.good { color: var(--green); } .bad, .mandatory { color: var(--red); } .weak, .advisory { color: var(--amber); }
details { border-left: 2px solid var(--line); margin: .15rem 0 .15rem .3rem; padding-left: .8rem; } summary { cursor: pointer; }
ol.steps { padding-left: 2.2rem; } ul.plain { padding-left: 1.1rem; margin: .2rem 0; } mark { background: light-dark(#ffe58a, #6b5200); color: inherit; }
.picture { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--paper); }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; touch-action: pan-y; }
svg text { fill: var(--dim); text-anchor: middle; } svg .name { fill: var(--ink); font-weight: 600; font-size: 13px; } svg .title { text-anchor: start; font-weight: 600; }
svg .band { fill: var(--soft); stroke: var(--line); } svg .node rect { fill: var(--paper); stroke: var(--dim); } svg .zone rect { stroke-dasharray: 4 3; }
svg .store rect { stroke: var(--green); stroke-width: 1.6; } svg .web rect { stroke: var(--blue); stroke-width: 1.6; } svg .edge rect { stroke: var(--amber); stroke-width: 1.6; }
svg .arrow { fill: none; stroke: var(--dim); stroke-width: 1.3; opacity: .75; } svg .tip { fill: var(--dim); }
svg.chosen .arrow { opacity: .12; } svg.chosen .arrow.on { opacity: 1; stroke: var(--blue); stroke-width: 2.2; } svg .node { cursor: pointer; }
svg.bar { width: 8rem; height: .7rem; margin-top: .35rem; } svg.bar .room { fill: var(--line); } svg.bar .used { fill: var(--blue); } svg.bar.over .used { fill: var(--red); }
svg.chart { max-width: 60rem; min-width: 36rem; } svg.chart .part { text-anchor: end; } svg.chart .amount { text-anchor: start; fill: var(--ink); } svg.chart .used { fill: var(--blue); opacity: .75; } svg.chart .range { stroke: var(--ink); stroke-width: 1.4; fill: none; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
[hidden] { display: none !important; }
@media print { :root, :root[data-theme] { color-scheme: light; font-size: 11px; } div.bar, nav, button, .skip { display: none; } .scroll { overflow: visible; } section { break-inside: auto; } tr, .picture { break-inside: avoid; } thead { display: table-header-group; } pre { white-space: pre-wrap; } @page { margin: 14mm; } details { break-inside: avoid; } h2 { break-after: avoid; } }
`;
