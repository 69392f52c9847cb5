/** The style sheet of both pages: one column on phones, light and dark as the reader's system says. */
export const STATUS_STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 16%, transparent);
  --soft: color-mix(in srgb, currentColor 6%, transparent); --quiet: color-mix(in srgb, currentColor 68%, transparent);
  --good: #1a7f37; --busy: #0969da; --wait: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --busy: #58a6ff; --wait: #d29922; --bad: #f85149; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
code, .mono { font-family: ui-monospace, monospace; font-size: .9em; }
.counts { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; color: var(--quiet); }
.cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); margin: 0; padding: 0; list-style: none; }
.cards > li { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; overflow-wrap: anywhere; }
.cards p { margin: .25rem 0; }
progress { width: 100%; height: .6rem; accent-color: var(--good); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--quiet); font-size: .85rem; } td.num, th.num { text-align: right; font-variant-numeric: tabular-nums; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .8rem; white-space: nowrap; }
.good { color: var(--good); } .busy { color: var(--busy); } .wait { color: var(--wait); } .bad { color: var(--bad); } .quiet { color: var(--quiet); }
.notice { border-left: 4px solid var(--bad); background: var(--soft); padding: .5rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.feed { list-style: none; padding: 0; margin: 0; } .feed li { padding: .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.feed time { color: var(--quiet); margin-right: .5rem; }
nav a { margin-right: 1rem; } a[aria-current] { color: inherit; text-decoration: none; font-weight: 600; } header p { margin: 0; }
button { font: inherit; padding: .1rem .75rem; margin-left: .5rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--soft); cursor: pointer; }
`;
