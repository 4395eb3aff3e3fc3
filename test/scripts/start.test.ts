import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { duration } from '../../scripts/shared/duration.mjs';
import { childEnvironment } from '../../scripts/shared/environment.mjs';
import { describeRun } from '../../scripts/start/describe-run';
import { parseOptions } from '../../scripts/start/options';
import { runNotebook } from '../../scripts/start/run-notebook';
import { chooseModel } from '../../src/lib/run/choose-model';
import { writeRunJson } from '../../src/lib/run/run-folder';
import { readSettings } from '../../src/lib/run/settings';
import { madeEvaluation } from '../run/made-evaluation';

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

describe('describeRun()', () => {
  it('sums up what the run has reached: on privateTest, with its interval and how it was chosen', async () => {
    for (const [MODEL, model] of [
      ['run', "This run's model"],
      ['shipped', 'The bundled model'],
    ]) {
      const environment = { RUNS: path.join(out, 'runs'), FER2013: 'drawn', MODEL };
      const before = await describeRun(environment);
      assert.deepEqual(before.headline?.length, 1);
      assert.match(
        before.headline?.[0] ?? '',
        /^The bundled model, privateTest, averaged .*: [\d.]+ % of 3,589/,
      );

      const { folder } = chooseModel(readSettings(environment));
      mkdirSync(folder, { recursive: true });
      const made = madeEvaluation();
      const alone = made.scores
        .filter(({ splits }) => splits.length === 1)
        .map((score) => ({ ...score, split: `${score.split}, alone`, withoutDuplicates: true }));
      await writeRunJson(folder, 'evaluation', { ...made, scores: [...made.scores, ...alone] });
      const { headline = [], results } = await describeRun(environment);
      // Six of seven; the interval is Wilson's, as R's prop.test() without correction gives it.
      assert.deepEqual(headline.slice(0, 2), [
        `${model} classifies 85.71 % of privateTest correctly: 7 images, drawn faces.`,
        'The 95 % interval is 48.69 % to 97.43 %. Drawn faces. Not optimistic: the checkpoint was chosen on publicTest.',
      ]);
      assert.deepEqual(headline.slice(2), before.headline);
      const splits = results.filter(([, value]) => value.includes(' chosen on ')).map(([name]) => name);
      const expected = ['all 14 (both tests)', 'publicTest', 'privateTest', 'privateTest, alone'];
      assert.deepEqual(splits.slice(0, 4), expected);
      assert.match(
        new Map(results).get('privateTest') ?? '',
        /^85.71 % of 7 images, [\d.]+ % averaged with the mirror image. Drawn faces. Not/,
      );
    }
  });
});
