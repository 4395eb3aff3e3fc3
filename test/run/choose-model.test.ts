import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseModel } from '../../src/lib/run/choose-model';
import { readSettings } from '../../src/lib/run/settings';

describe('chooseModel()', () => {
  const environment = { RUNS: 'models/runs-that-do-not-exist' };

  it("takes the bundled model where no run has trained one, but not for images of one's own", () => {
    assert.equal(chooseModel(readSettings({ ...environment, FER2013: 'drawn' })).origin, 'shipped');
    const own = { ...environment, DATASET: 'test' };
    assert.equal(chooseModel(readSettings(own)).origin, 'run');
    assert.equal(chooseModel(readSettings({ ...own, MODEL: 'crowd' })).origin, 'crowd');
  });
});
