import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { tf } from '../../src/lib/engine/tensorflow';
import { classesOf, createModel, loadModel, saveModel } from '../../src/lib/model/index';

describe('saveModel() and loadModel()', () => {
  let root: string;
  let model: tf.LayersModel;
  const x = tf.randomUniform([4, 48, 48, 1], 0, 255, 'float32', 3);
  const predict = (by: tf.LayersModel) => tf.tidy(() => (by.predict(x) as tf.Tensor).dataSync());
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'a model '));
    model = createModel({ seed: 8 });
  });
  after(() => rm(root, { recursive: true }));

  it('give back a model that predicts exactly the same, and its metadata', async () => {
    const folder = path.join(root, 'deep', 'er');
    await saveModel(model, folder, { metadata: { accuracy: { privateTest: 0.5 } } });
    const loaded = await loadModel(folder);
    assert.deepEqual(predict(loaded.model), predict(model));
    assert.deepEqual(loaded.metadata.labels, [...EMOTIONS]);
    assert.deepEqual(loaded.metadata.accuracy, { privateTest: 0.5 });
    assert.deepEqual(Object.keys(loaded.metadata.versions), ['node', 'tfjs', 'TensorFlow']);
    assert.ok(Object.values(loaded.metadata.versions).every((version) => /^\d+\.\d+/.test(version)));
    assert.match(loaded.metadata.input, /0 \(black\) to 255/);
  });

  it('write what plain tfjs loads, metadata included', async () => {
    const folder = path.join(root, 'plain');
    await saveModel(model, folder);
    const plain = await tf.loadLayersModel(`file://${folder}/model.json`);
    assert.deepEqual(predict(plain), predict(model));
    assert.deepEqual((plain.getUserDefinedMetadata() as { labels: string[] }).labels, [...EMOTIONS]);
  });

  it('store kernels in 16 bits when asked to: half the bytes, for plain tfjs the same model within rounding', async () => {
    const [exact, half] = ['exact', 'half'].map((name) => path.join(root, name));
    await saveModel(model, exact);
    await saveModel(model, half, { precision: 'float16' });
    const sizeOf = async (folder: string) => {
      const name = (await readdir(folder)).find((file) => file.endsWith('.bin'))!;
      return (await readFile(path.join(folder, name))).length;
    };
    assert.ok((await sizeOf(half)) < 0.51 * (await sizeOf(exact)));
    assert.ok((await sizeOf(half)) > 2 * model.countParams());

    const plain = await tf.loadLayersModel(`file://${half}/model.json`);
    model.getWeights().forEach((weight, i) => {
      const [before, after] = [weight.dataSync(), plain.getWeights()[i].dataSync()];
      const error = weight.rank < 2 ? 0 : 2 ** -11;
      assert.ok(
        after.every((value, k) => Math.abs(value - before[k]) <= error * Math.abs(before[k]) + 2 ** -25),
      );
    });
    const [before, after] = [predict(model), predict(plain)];
    assert.ok(after.every((value, k) => Math.abs(value - before[k]) < 0.002));
    assert.deepEqual(predict((await loadModel(half)).model), after);

    // What was rounded once is not rounded again.
    const again = path.join(root, 'again');
    await saveModel(plain, again, { precision: 'float16' });
    assert.deepEqual((await readdir(again)).sort(), (await readdir(half)).sort());
  });

  for (const [count, classes] of [
    [3, ['zebra', 'cat', 'a dog']],
    [12, Array.from({ length: 12 }, (_, i) => `letter ${12 - i}`)],
  ] as const) {
    it(`keep the names of ${count} classes, for plain tfjs too`, async () => {
      const own = createModel({ classes, seed: 3 });
      const folder = path.join(root, `${count} classes`);
      assert.deepEqual((await saveModel(own, folder)).labels, classes);
      const loaded = await loadModel(folder);
      assert.deepEqual(classesOf(loaded.model), classes);
      assert.deepEqual(loaded.metadata.labels, classes);
      assert.deepEqual(predict(loaded.model), predict(own));
      assert.equal(predict(loaded.model).length, 4 * count);
      const plain = await tf.loadLayersModel(`file://${folder}/model.json`);
      assert.deepEqual(classesOf(plain), classes);
    });
  }

  it('save under other names when asked to, and refuse more or fewer of them', async () => {
    const folder = path.join(root, 'renamed');
    const own = createModel({ classes: 2 });
    await saveModel(own, folder, { classes: ['kat', 'hund'] });
    assert.deepEqual(classesOf((await loadModel(folder)).model), ['kat', 'hund']);
    await assert.rejects(
      saveModel(own, folder, { classes: ['a', 'b', 'c'] }),
      /the model to save to be a model from \[n, 48, 48, 1\] to \[n, 3\] but found \[null,48,48,1\] to \[null,2\]/,
    );
    await assert.rejects(
      saveModel(own, folder, { classes: ['a', 'a'] }),
      /classes to be the names of 2 to 100 different classes but found a, a/,
    );
    const file = path.join(folder, 'model.json');
    const json = JSON.parse(await readFile(file, 'utf8')) as { userDefinedMetadata: Record<string, unknown> };
    json.userDefinedMetadata.labels = ['kat', 'hund', 'hest'];
    delete json.userDefinedMetadata.contentSha256;
    await writeFile(file, JSON.stringify(json));
    await assert.rejects(loadModel(folder), /model\.json to be a model from .* to \[n, 3\] but found .*2\]/);
  });

  it('replace an older model and leave nothing of it', async () => {
    const folder = path.join(root, 'replaced');
    await saveModel(createModel({ seed: 1 }), folder);
    await saveModel(model, folder);
    assert.equal((await readdir(folder)).length, 2);
    assert.deepEqual(predict((await loadModel(folder)).model), predict(model));
  });

  it('name what is missing, damaged or of another kind', async () => {
    await assert.rejects(
      loadModel(path.join(root, 'nowhere')),
      /nowhere\/model\.json to be .* but found nothing there\. Save a model/,
    );

    const folder = path.join(root, 'damaged');
    await saveModel(model, folder);
    const file = path.join(folder, 'model.json');
    const json = await readFile(file, 'utf8');

    const weights = path.join(
      folder,
      (await readdir(folder)).find((name) => name.endsWith('.bin'))!,
    );
    const bytes = await readFile(weights);
    bytes[1000] ^= 1;
    await writeFile(weights, bytes);
    await assert.rejects(loadModel(folder), /weights-[0-9a-f]+\.bin to be the weights with SHA-256/);

    await writeFile(file, json.replace('"Sadness"', '"Neutral"'));
    await assert.rejects(
      loadModel(folder),
      /the labels in .*model\.json to be the names of 2 to 100 different classes but found Anger, Disgust/,
    );
    await writeFile(file, json.slice(0, 5000));
    await assert.rejects(
      loadModel(folder),
      /line \d+, column \d+ of .*model\.json to be .*\(a saved model is JSON\)/,
    );

    const other = tf.sequential({ layers: [tf.layers.dense({ units: 7, inputShape: [9] })] });
    await assert.rejects(
      saveModel(other, folder),
      /from \[n, 48, 48, 1\] to \[n, classes\] but found \[null,9\] to \[null,7\]/,
    );
  });
});
