// nbconvert as its user calls it: from any folder, with the settings that set-up puts into .venv.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import { projectRoot, python } from '../../scripts/shared/environment.mjs';
import { listNotebooks } from '../../scripts/shared/notebooks/list-notebooks.mjs';

const elsewhere = mkdtempSync(path.join(tmpdir(), 'elsewhere '));
// A script finds the project's packages from a folder in the project.
mkdirSync(path.join(projectRoot, 'out'), { recursive: true });
const inside = mkdtempSync(path.join(projectRoot, 'out', 'nbconvert-'));
after(() => {
  for (const folder of [elsewhere, inside]) rmSync(folder, { recursive: true, force: true });
});

const CELLS = [
  "import assert from 'node:assert/strict';\nimport {\n  EMOTIONS,\n} from '../../src/lib/emotions';",
  "import assert from 'node:assert/strict';\nconst seven = await Promise.resolve(EMOTIONS.length);\nseven",
  "['it has', seven].forEach((word) => console.log(word));\nassert.equal(seven, 7); // import nothing;",
  'const text = `import { x } of nowhere`;\nconsole.log(text)',
];

function writeNotebook(file: string, sources: readonly string[], name = 'typescript'): void {
  const cells = sources.map((source, i) => ({
    ...{ cell_type: 'code', execution_count: null, id: `c${i}`, metadata: {}, outputs: [], source },
  }));
  const title = { cell_type: 'markdown', id: 'm', metadata: {}, source: '# A title' };
  const metadata = {
    kernelspec: { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' },
    language_info: { file_extension: name === 'python' ? '.py' : '.ts', name },
  };
  writeFileSync(file, JSON.stringify({ cells: [title, ...cells], metadata, nbformat: 4, nbformat_minor: 5 }));
}

/** Calls nbconvert in another folder than the project's, without what the project's commands set. */
function nbconvert(...args: string[]): void {
  const env = { ...process.env };
  delete env.JUPYTER_PATH;
  delete env.JUPYTER_CONFIG_DIR;
  const program = path.resolve(python);
  const { status, stderr } = spawnSync(program, ['-m', 'nbconvert', '--log-level=ERROR', ...args], {
    ...{ cwd: elsewhere, env, encoding: 'utf8' },
  });
  assert.equal(status, 0, stderr);
}

const notebook = path.join(elsewhere, 'own.ipynb');
writeNotebook(notebook, CELLS);

describe('nbconvert from another folder', () => {
  it('makes a program of a notebook, which runs under tsx', () => {
    nbconvert('--to', 'script', '--output-dir', inside, notebook);
    const script = path.join(inside, 'own.ts');
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(stdout, 'it has\n7\nimport { x } of nowhere\n');
  });

  it('makes programs of all notebooks, and leaves Python alone', () => {
    const others = path.join(elsewhere, 'others');
    mkdirSync(others);
    const own = path.join(others, 'own-python.ipynb');
    writeNotebook(own, ['import sys', 'print(sys)'], 'python');
    const files = listNotebooks().map(({ file }) => path.join(projectRoot, file));
    nbconvert('--to', 'script', '--output-dir', others, own, ...files);
    const programs = readdirSync(others).filter((name) => name.endsWith('.ts'));
    assert.equal(programs.length, files.length);
    for (const name of programs) {
      const text = readFileSync(path.join(others, name), 'utf8');
      assert.match(text, /^import \* as emotion from '\.\/src\/lib\/index';$/m, name);
      transformSync(text, { loader: 'ts', format: 'cjs' });
    }
    assert.match(readFileSync(path.join(others, 'own-python.py'), 'utf8'), /^import sys$[^]*^print\(sys\)$/m);
  });

  it("runs a notebook, and makes HTML, Markdown, slides and the site's cells of it", () => {
    const run = path.join(elsewhere, 'run.ipynb');
    // The kernel's folder is the project's, wherever the notebook is.
    writeNotebook(run, ["import { EMOTIONS } from './src/lib/emotions';\nEMOTIONS.length"]);
    nbconvert('--to', 'notebook', '--execute', '--inplace', run);
    const made: [format: string[], name: string, content: RegExp][] = [
      [['html'], 'run.html', /<pre>[^]*7[^]*<\/pre>/],
      [['markdown'], 'run.md', /# A title[^]*EMOTIONS\.length[^]*7/],
      // Nothing but nbconvert's own reveal.js loader: without it there is a single, empty slide.
      [['slides'], 'run.slides.html', /<script src="https:\/\/[^"]*\/require\.min\.js"><\/script>/],
      [['html', '--template', 'project'], 'run.html', /^\s*<section class="prose">/],
    ];
    for (const [format, name, content] of made) {
      nbconvert('--to', ...format, run);
      assert.match(readFileSync(path.join(elsewhere, name), 'utf8'), content, format.join(' '));
    }
  });
});
