import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { readRunJson, requireRunFile, writeRunJson } from '../../src/lib/run/run-folder';

const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
after(() => rmSync(folder, { recursive: true }));

describe('a run folder', () => {
  it('gives back what was written', async () => {
    await writeRunJson(folder, 'evaluation', { accuracy: 0.5 });
    assert.deepEqual(readRunJson(folder, 'evaluation'), { accuracy: 0.5 });
    assert.equal(requireRunFile(folder, 'evaluation'), path.join(folder, 'evaluation.json'));
  });

  it('says which notebook to run when a file is missing', () => {
    assert.throws(() => requireRunFile(folder, 'best'), {
      message: /best\.safetensors to be .* found nothing there\. Run notebooks\/5-train-model\.ipynb first/,
    });
    assert.equal(readRunJson(folder, 'preparation'), undefined);
  });

  it('names a file that is not JSON', () => {
    writeFileSync(path.join(folder, 'history.json'), '{"epochs": [');
    assert.throws(() => readRunJson(folder, 'history'), {
      message:
        /history\.json to be JSON but found .* Delete the file and run notebooks\/5-train-model\.ipynb/,
    });
  });
});
