import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { loadBestModel, modelOfRun } from '../../src/lib/run/model-of-run';
import { writeRunJson } from '../../src/lib/run/run-folder';
import { readSettings } from '../../src/lib/run/settings';

const root = mkdtempSync(`${tmpdir()}/model-of-run-`);
const settings = readSettings({ FER2013: 'drawn' }, { root });
after(() => rmSync(root, { recursive: true }));

describe('modelOfRun()', () => {
  it("builds the settings' network where notebook 4 has not run", async () => {
    const model = await modelOfRun(settings);
    assert.equal(model.name, 'compact');
    model.dispose();
  });

  it('builds the network that notebook 4 wrote, with the same first weights', async () => {
    const layer = tf.layers.dense({
      units: 7,
      inputShape: [48, 48, 1],
      kernelInitializer: tf.initializers.glorotUniform({ seed: 5 }),
    });
    const mine = tf.sequential({ name: 'mine', layers: [layer] });
    await writeRunJson(settings.folders.run, 'architecture', mine.toJSON(null, false));
    const model = await modelOfRun(settings);
    assert.equal(model.name, 'mine');
    assert.deepEqual(await model.getWeights()[0].array(), await mine.getWeights()[0].array());
  });

  it('names what notebook 4 wrote where it can be no network', async () => {
    await writeRunJson(settings.folders.run, 'architecture', {
      class_name: 'Sequential',
      config: { layers: [] },
    });
    await assert.rejects(
      modelOfRun(settings),
      /config\.layers in .*architecture\.json to be a list .* run notebooks\/4-define-model\.ipynb again/,
    );
  });

  it('says which notebook to run when there is no checkpoint', async () => {
    await assert.rejects(() => loadBestModel(settings), { message: /5-train-model\.ipynb first/ });
  });
});
