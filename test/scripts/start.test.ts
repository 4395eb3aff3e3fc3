import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { loadScript } from './load-script';

interface Notebook {
  file: string;
  stem: string;
  title: string;
}
interface RunModule {
  runNotebook: (
    notebook: Notebook,
    options: { out: string; environment: NodeJS.ProcessEnv },
  ) => Promise<string | undefined>;
}
interface EnvironmentModule {
  childEnvironment: () => NodeJS.ProcessEnv;
}

const out = mkdtempSync(path.join(tmpdir(), 'start test '));
after(() => rmSync(out, { recursive: true, force: true }));

/** Writes a notebook of these code cells where start.mjs would find one. */
function notebook(stem: string, cells: string[]): Notebook {
  const file = path.join(out, `${stem}-source.ipynb`);
  const code = cells.map((source, i) => ({
    ...{ cell_type: 'code', execution_count: null, id: `c${i}`, metadata: {}, outputs: [], source },
  }));
  const metadata = { kernelspec: { display_name: 'tslab', language: 'typescript', name: 'tslab' } };
  writeFileSync(file, JSON.stringify({ cells: code, metadata, nbformat: 4, nbformat_minor: 5 }));
  return { file, stem: `${stem}-source`, title: stem };
}

describe('npm start', () => {
  it('stops at a failing cell and shows its error without the traceback through nbconvert', async () => {
    const { runNotebook } = (await loadScript('start/run-notebook.mjs')) as RunModule;
    const { childEnvironment } = (await loadScript('shared/environment.mjs')) as EnvironmentModule;
    const failing = notebook('failing', ['const fine = 1;', 'throw new RangeError("no such face");']);
    const failure = await runNotebook(failing, { out, environment: childEnvironment() });
    assert.match(failure ?? '', /^An error occurred while executing the following cell:/);
    assert.match(failure ?? '', /throw new RangeError\("no such face"\)/);
    assert.match(failure ?? '', /RangeError: no such face/);
    assert.doesNotMatch(failure ?? '', /nbclient|\.py"/);
  });

  it('says that the kernel was ended, in a sentence', async () => {
    const { runNotebook } = (await loadScript('start/run-notebook.mjs')) as RunModule;
    const { childEnvironment } = (await loadScript('shared/environment.mjs')) as EnvironmentModule;
    const ending = notebook('ending', ["process.kill(process.pid, 'SIGKILL');"]);
    const failure = await runNotebook(ending, { out, environment: childEnvironment() });
    assert.match(failure ?? '', /^Expected the kernel, .* to live to the end but found it ended: .*\.$/);
  });
});

describe('duration()', () => {
  it('says milliseconds in words, never with 60 seconds', async () => {
    const { duration } = (await loadScript('shared/duration.mjs')) as { duration: (ms: number) => string };
    const said = [4_249, 59_970, 200_000, 239_600, 4_320_000].map(duration);
    assert.deepEqual(said, ['4.2 s', '1 min 0 s', '3 min 20 s', '4 min 0 s', '1 h 12 min']);
  });
});
