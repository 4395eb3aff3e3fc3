import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, python } from '../environment.mjs';

/**
 * Makes an HTML page of each executed notebook, and the index.html that links them.
 *
 * @param {{ stem: string, title: string, time: string }[]} notebooks those that ran
 */
export async function makePages(notebooks, { out, environment, run }) {
  if (notebooks.length === 0) return;
  const executed = notebooks.map(({ stem }) => path.join(out, `${stem}.ipynb`));
  // A streamed line arrives as many small outputs; merged they read, and diff, as one.
  await nbconvert(['--inplace', '--coalesce-streams', ...executed], environment);
  // The project's template (jupyter/nbconvert) gives figures their alternative text; nothing is linked from elsewhere.
  const page = ['--template', 'project', '--HTMLExporter.require_js_url=', '--HTMLExporter.mathjax_url='];
  await nbconvert(['--to', 'html', ...page, '--output-dir', out, ...executed], environment);
  writeFileSync(path.join(out, 'index.html'), indexPage(notebooks, run));
}

async function nbconvert(args, environment) {
  const child = spawn(python, ['-m', 'jupyter', 'nbconvert', '--log-level=ERROR', ...args], {
    cwd: projectRoot,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`nbconvert ended with exit code ${code}: nbconvert ${args.join(' ')}`);
}

function indexPage(notebooks, run) {
  const items = notebooks.map(
    ({ stem, title, time }) =>
      `<li><a href="${escape(encodeURIComponent(stem))}.html">${escape(title)}</a> <small>ran in ${escape(time)}</small></li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Emotion detection: the executed notebooks</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; border-radius: .5rem; font-size: .9rem; }
  li::marker { content: ''; } ol { padding: 0; }
  small { opacity: .7; }
</style>
<h1>Emotion detection in TypeScript notebooks</h1>
<p>${escape(run.sentence)}</p>
<ol>
${items.join('\n')}
</ol>
<h2>Result</h2>
<pre>${escape(run.table)}</pre>
</html>
`;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
