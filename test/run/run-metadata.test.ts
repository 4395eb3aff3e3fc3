import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, describe, it } from 'node:test';
import { madeEvaluation } from './made-evaluation';
import { writeRunJson } from '../../src/lib/run/run-folder';
import { createRunMetadata } from '../../src/lib/run/run-metadata';
import { readSettings } from '../../src/lib/run/settings';

const runs = mkdtempSync(`${tmpdir()}/run-metadata-`);
const settings = readSettings({ FER2013: 'drawn', RUNS: runs, SEED: '7' });
after(() => rmSync(runs, { recursive: true }));

describe('runMetadata()', () => {
  it('names notebook 6 when the run has not been evaluated', () => {
    assert.throws(() => createRunMetadata(settings, { bestEpoch: 1 }), {
      message: /6-evaluate-model\.ipynb first/,
    });
  });

  it('holds scores, data, settings and versions, as JSON', async () => {
    const evaluation = madeEvaluation();
    await writeRunJson(settings.folders.run, 'evaluation', evaluation);
    const metadata = createRunMetadata(settings, { bestEpoch: 4 });
    assert.deepEqual(JSON.parse(JSON.stringify(metadata)), metadata);
    assert.deepEqual(metadata.data, { kind: 'drawn faces', fingerprint: 'abc' });
    await writeRunJson(settings.folders.run, 'evaluation', { ...evaluation, labels: 'crowd' });
    assert.equal(createRunMetadata(settings, { bestEpoch: 4 }).data.labels, 'crowd');
    assert.deepEqual([metadata.run.bestEpoch, metadata.run.seed], [4, 7]);
    assert.equal(metadata.packages.Node, process.versions.node);
    assert.match(metadata.packages.TensorFlow, /^2\.\d+\.\d+/);
    assert.equal(metadata.packages.tslab, '1.0.22');
  });
});
