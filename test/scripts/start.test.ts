import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { duration } from '../../scripts/shared/duration.mjs';
import { childEnvironment } from '../../scripts/shared/environment.mjs';
import { parseOptions } from '../../scripts/start/options';
import { runNotebook } from '../../scripts/start/run-notebook';

const out = mkdtempSync(path.join(tmpdir(), 'start test '));
after(() => rmSync(out, { recursive: true, force: true }));

/** Writes a notebook of these code cells. */
function notebook(stem: string, cells: string[]): { file: string } {
  const file = path.join(out, `${stem}-source.ipynb`);
  const code = cells.map((source, i) => ({
    ...{ cell_type: 'code', execution_count: null, id: `c${i}`, metadata: {}, outputs: [], source },
  }));
  const metadata = { kernelspec: { display_name: 'tslab', language: 'typescript', name: 'tslab' } };
  writeFileSync(file, JSON.stringify({ cells: code, metadata, nbformat: 4, nbformat_minor: 5 }));
  return { file };
}

describe('npm start', () => {
  it('stops at a failing cell and shows its error without the traceback through nbconvert', async () => {
    const failing = notebook('failing', ['const fine = 1;', 'throw new RangeError("no such face");']);
    const failure = await runNotebook(failing, { out, environment: childEnvironment() });
    assert.match(failure ?? '', /^An error occurred while executing the following cell:/);
    assert.match(failure ?? '', /throw new RangeError\("no such face"\)/);
    assert.match(failure ?? '', /RangeError: no such face/);
    assert.doesNotMatch(failure ?? '', /nbclient|\.py"/);
  });

  it('says that the kernel was ended, in a sentence', async () => {
    const ending = notebook('ending', ["process.kill(process.pid, 'SIGKILL');"]);
    const failure = await runNotebook(ending, { out, environment: childEnvironment() });
    assert.match(failure ?? '', /^Expected the kernel, .* to live to the end but found it ended: .*\.$/);
  });
});

describe('the arguments of npm start', () => {
  it('are --fresh, or none', () => {
    assert.deepEqual(parseOptions([]), { fresh: false });
    assert.deepEqual(parseOptions(['--fresh']), { fresh: true });
    assert.throws(
      () => parseOptions(['--frsh']),
      /^ScriptError: Expected the arguments to be options of `npm start` but found: Unknown option '--frsh'\.$/,
    );
  });
});

describe('duration()', () => {
  it('says milliseconds in words, never with 60 seconds', () => {
    const said = [4_249, 59_970, 200_000, 239_600, 4_320_000].map(duration);
    assert.deepEqual(said, ['4.2 s', '1 min 0 s', '3 min 20 s', '4 min 0 s', '1 h 12 min']);
  });
});
