import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createModel } from '../../src/lib/model/create-model';
import { saveModel } from '../../src/lib/model/save-model';
import { loadStartModel, startArchitecture } from '../../src/lib/run/start-model';
import { planTraining } from '../../src/lib/run/training-plan';

describe('a model to start from', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'start-'));
  after(() => rmSync(root, { recursive: true }));
  const plan = (startFrom: string) =>
    planTraining({ changes: { startFrom } }, { environment: { FER2013: 'drawn' }, root });

  it('is found by its folder, which says what network to train', async () => {
    const saved = createModel({ architecture: 'classic', classes: ['cat', 'dog'] });
    await saveModel(saved, path.join(root, 'models', 'my pets'));
    const { recipe, command, folders } = plan('models/my pets');
    assert.equal(recipe.architecture, 'classic');
    assert.match(command, /--architecture classic --start-from 'models\/my pets' --seed 1$/);
    assert.match(path.basename(folders.run), /-start-from[0-9a-f]{8}-seed1$/);
    const place = { bundled: folders.bundled, root };
    assert.equal(startArchitecture('models/my pets', place), 'classic');
    const { model, weightsSha256 } = await loadStartModel('models/my pets', place);
    assert.equal(model.name, 'classic');
    assert.match(weightsSha256, /^[0-9a-f]{64}$/);
  });

  it('is missed with words that name the folder', () => {
    assert.throws(
      () => plan('nowhere'),
      /the model to start from to be shipped, crowd, or a folder .* nowhere, which does not exist/,
    );
    assert.throws(() => plan('models'), /models, which has neither/);
  });
});
