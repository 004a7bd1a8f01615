/** The page's own looks: readable in light and dark, on paper-wide and phone-narrow screens. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404b); --soft: light-dark(#f4f6f9, #1c2027); --quiet: light-dark(#525c6b, #a3adbb); --link: light-dark(#0b57b0, #8ab9ff); --must: light-dark(#9a3412, #fdba74); }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 20rem minmax(0, 1fr); font: 16px/1.55 system-ui, sans-serif; background: light-dark(#fff, #14171c); color: light-dark(#16191f, #e7eaef); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid var(--line); font-size: 0.875rem; }
nav ul { list-style: none; margin: 0.25rem 0 0.75rem; padding: 0; }
nav li a { display: block; padding: 0.2rem 0; overflow-wrap: anywhere; text-decoration: none; }
nav .method { display: inline-block; min-width: 4rem; color: var(--quiet); }
main { padding: 1rem 2rem 4rem; max-width: 64rem; }
a { color: var(--link); }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--soft); padding: 0.5rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
h3 { overflow-wrap: anywhere; }
h4 { margin: 1rem 0 0.25rem; }
.operation { border-top: 1px solid var(--line); padding-top: 0.5rem; margin-top: 2rem; }
.summary { font-size: 1.1rem; margin: 0.25rem 0; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); padding: 0.75rem; overflow: auto; border-radius: 6px; }
details { margin: 0.25rem 0; }
summary { cursor: pointer; padding: 0.15rem 0; }
.wide { overflow: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.5rem; border-bottom: 1px solid var(--line); }
.fields { margin: 0.25rem 0; padding-left: 1.25rem; }
.type { color: var(--quiet); }
.must { color: var(--must); font-style: normal; font-size: 0.875em; }
@media (max-width: 60rem) { body { display: block; } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 1rem; } }
`;
