// What editors, Binder and other tools read of the project: each names things that have to be
// there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkNode } from '../../scripts/setup/check-node.mjs';
import { python } from '../../scripts/shared/environment.mjs';

const readJson = (...names: string[]) => JSON.parse(readFileSync(path.join(...names), 'utf8')) as unknown;
const read = (...names: string[]) => readFileSync(path.join(...names), 'utf8');

const { scripts } = readJson('package.json') as { scripts: Record<string, string> };

/** Fails for an `npm run …` in a text that package.json does not have. */
function checkCommands(text: string, { atLeast }: { atLeast: number }): void {
  const names = Array.from(text.matchAll(/npm run ([a-z]+(?:[:-][a-z]+)*)/g), ([, name]) => name);
  assert.ok(names.length >= atLeast, `${names.length} commands`);
  for (const name of names) assert.ok(name in scripts, `npm run ${name}`);
}

/**
 * A page without the table that a campaign wrote: what it reports may belong to another version.
 */
const handwritten = (text: string) => text.replace(/<!-- torture: begin -->.*<!-- torture: end -->/s, '');

const venvPython =
  process.platform === 'win32'
    ? path.join('.venv', 'Scripts', 'python.exe')
    : path.join('.venv', 'bin', 'python');

describe('the development container', () => {
  interface Container {
    build: { dockerfile: string };
    updateContentCommand: string;
    customizations: { vscode: { extensions: string[] } };
  }
  const container = readJson('.devcontainer', 'devcontainer.json') as Container;

  it('runs the set-up, on a Node that the project is tried on, with Python and a compiler', () => {
    checkCommands(container.updateContentCommand, { atLeast: 1 });
    assert.equal(container.updateContentCommand, 'npm run setup');
    const dockerfile = read('.devcontainer', container.build.dockerfile);
    const [, major] = /^FROM .*-node:(\d+)-/.exec(dockerfile) ?? [];
    assert.equal(checkNode(`${major}.99.0`).verdict, 'tested');
    assert.match(dockerfile, /install .*g\+\+ .*python3-venv/);
  });

  it('has the extensions that VS Code recommends', () => {
    const { recommendations } = readJson('.vscode', 'extensions.json') as { recommendations: string[] };
    assert.deepEqual(container.customizations.vscode.extensions, recommendations);
  });
});

describe("VS Code's settings", () => {
  it('name the environment that set-up makes, where the Jupyter extension finds the kernel', () => {
    const settings = readJson('.vscode', 'settings.json') as Record<string, string>;
    const folder = settings['python.defaultInterpreterPath'].replace('${workspaceFolder}', process.cwd());
    assert.equal(path.join(folder, path.relative('.venv', venvPython)), python);
    accessSync(path.join(folder, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'));
  });

  it("name the project's TypeScript", () => {
    const settings = readJson('.vscode', 'settings.json') as Record<string, string>;
    accessSync(path.join(settings['typescript.tsdk'], 'tsserver.js'));
  });
});

describe('Binder', { skip: process.platform === 'win32' }, () => {
  it('gets a Node that the project is tried on, and the renderer of requirements.in', () => {
    const environment = read('binder', 'environment.yml');
    const [, major] = /- nodejs=(\d+)$/m.exec(environment) ?? [];
    assert.equal(checkNode(`${major}.99.0`).verdict, 'tested');
    const [plotly] = /^plotly==.*$/m.exec(read('requirements.in')) ?? [];
    assert.ok(plotly && environment.includes(`- ${plotly}\n`), plotly);
  });

  it('runs the set-up', () => {
    const file = path.join('binder', 'postBuild');
    accessSync(file, constants.X_OK);
    checkCommands(read(file), { atLeast: 1 });
    assert.match(read(file), /^npm run setup$/m);
  });

  it("finds the kernel in a Jupyter that is not the project's", () => {
    const start = path.join('binder', 'start');
    accessSync(start, constants.X_OK);
    const { status, stdout, stderr } = spawnSync(
      path.resolve(start),
      [venvPython, '-m', 'jupyter', 'kernelspec', 'list', '--json'],
      { encoding: 'utf8', env: { ...process.env, JUPYTER_PATH: '/elsewhere' } },
    );
    assert.equal(status, 0, stderr);
    const { kernelspecs } = JSON.parse(stdout) as { kernelspecs: Record<string, { resource_dir: string }> };
    assert.equal(kernelspecs.tslab.resource_dir, path.resolve('jupyter', 'kernels', 'tslab'));
  });
});

describe('nbdime and nbval', () => {
  it('diff what people write in a notebook', () => {
    const { Diff } = readJson('nbdime_config.json') as { Diff: Record<string, boolean> };
    assert.deepEqual(Object.keys(Diff).sort(), ['details', 'id', 'metadata', 'outputs']);
    assert.deepEqual([...new Set(Object.values(Diff))], [false]);
    assert.match(read('.gitattributes'), /^\*\.ipynb .*diff=jupyternotebook merge=jupyternotebook\b/m);
  });

  it('compare outputs without the times in them', () => {
    // As nbval itself reads the file.
    const program = `
import re, sys
from nbval.plugin import get_sanitize_patterns
text = sys.stdin.read()
for regex, replace in get_sanitize_patterns(open('jupyter/nbval.cfg').read()):
    text = re.sub(regex, replace, text)
sys.stdout.write(text)`;
    const input = 'Reading images: 3,160 in 0.6 s    \n3160 images\nEpoch 1/2  0:17  159 images/s, 4 min\n';
    const { stdout, stderr } = spawnSync(venvPython, ['-c', program], { encoding: 'utf8', input });
    assert.equal(stderr, '');
    assert.equal(stdout, '3160 images\nEpoch 1/2  0:17  SPEED, TIME\n');
  });
});

describe('the documents', () => {
  it('name only commands that exist', () => {
    checkCommands(read('README.md'), { atLeast: 3 });
    checkCommands(read('CONTRIBUTING.md'), { atLeast: 3 });
    for (const name of readdirSync('docs').filter((file) => file.endsWith('.md')))
      checkCommands(handwritten(read('docs', name)), { atLeast: 0 });
    for (const folder of ['data', 'models']) checkCommands(read(folder, 'README.md'), { atLeast: 1 });
  });

  it('list every command in docs/install.md', () => {
    const text = read('docs', 'install.md');
    // npm runs `prepack` itself.
    for (const name of Object.keys(scripts).filter((name) => name !== 'prepack')) {
      const command = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;
      assert.ok(text.includes(`| \`${command}\` `), command);
    }
  });

  it('keep the README short', () => {
    assert.ok(read('README.md').split('\n').length <= 131);
  });

  it('link only to files that exist', () => {
    const names = [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'data/README.md',
      'models/README.md',
    ];
    for (const name of [...names, ...readdirSync('docs').map((file) => `docs/${file}`)]) {
      if (!name.endsWith('.md')) continue;
      for (const [, target] of read(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g))
        accessSync(path.join(path.dirname(name), target));
    }
  });
});
