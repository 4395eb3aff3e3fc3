/** The report's style: light or dark as the system is, a column on a telephone, printable. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #111111);
  --raised: light-dark(#f5f6f8, #1c1d20);
  --line: light-dark(#d9dce1, #3a3c42);
  --ink: light-dark(#1f2328, #dddddd);
  --quiet: light-dark(#5b626b, #a0a4ab);
  --warn: light-dark(#9a3412, #f0a070);
}
* { box-sizing: border-box; }
body {
  max-width: 66rem;
  margin: 0 auto;
  padding: 1rem 1.25rem 3rem;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: break-word;
}
h1, h2, h3 { line-height: 1.25; }
h2 { margin: 2.5rem 0 0.75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { margin: 1.75rem 0 0.25rem; }
p { max-width: 46rem; }
.quiet { color: var(--quiet); }
.warning { border-left: 0.25rem solid var(--warn); padding-left: 0.75rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; padding: 0; }
.pictures li { list-style: none; border: 1px solid var(--line); border-radius: 0.4rem; background: var(--raised); overflow: hidden; }
.pictures img { display: block; width: 100%; height: 12rem; object-fit: contain; background: var(--ground); }
.pictures p { margin: 0; padding: 0.5rem 0.75rem; font-size: 0.9rem; }
.peaks { grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
.peaks img { height: 8rem; }
.figure { overflow-x: auto; }
.figure svg { display: block; max-width: 100%; height: auto; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; }
.figures .figure { flex: 1 1 24rem; min-width: 0; }
table { border-collapse: collapse; margin: 0.5rem 0; }
td { overflow-wrap: anywhere; }
th, td { padding: 0.2rem 1.25rem 0.2rem 0; border-bottom: 1px solid var(--line); text-align: left; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
li { margin: 0.3rem 0; max-width: 46rem; }
@media print { .pictures li, .figure, table { break-inside: avoid; } }
`;
